import type { SampleList } from './sample-list.js';

/** The samples of the tracks that are played, as far as they are known. */
export interface SampleIndex {
  readonly samples: readonly SampleList[];
  /** Samples before that time, in milliseconds, are all known; Infinity once the file was read to its end. */
  readonly horizon: number;
  /** Looks for more. Answers whether there was something: false at the end of the file, for now or for good. */
  more(): Promise<boolean>;
}

/** That of a file whose header has it all. */
export class CompleteIndex implements SampleIndex {
  readonly horizon = Infinity;

  constructor(readonly samples: readonly SampleList[]) {}

  more(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
