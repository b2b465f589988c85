import type { MediaMessage } from '../media/media-message.js';
import { FragmentedMp4Writer } from '../mp4/fragmented-mp4-writer.js';
import type { Mp4Track } from '../mp4/mp4-verdict.js';
import type { RecordingHead } from '../stream/recording-file.js';
import { MediaEnd } from './media-end.js';
import type { RecordingFormat } from './recording-format.js';
import type { Patch } from './repair-flv.js';

/** A track that is not in the file, and that nothing else is if it is the last one. */
export interface Mp4Loss extends Mp4Track {
  readonly kind: 'left-out' | 'no-track';
}

/** A recording as fragmented MP4, each fragment of which can be played as soon as it is in the file. */
export class Mp4Recording implements RecordingFormat {
  readonly keepsBack = true;
  readonly #writer = new FragmentedMp4Writer();
  readonly #mediaEnd = new MediaEnd();
  #fragmentBegan = 0;

  /**
   * @param fragmentTime milliseconds of media after which a fragment ends
   * @param lost told of what MP4 does not have, in a message or each one
   */
  constructor(
    { metadata, setup }: RecordingHead,
    private readonly fragmentTime: number,
    private readonly lost: (loss: Mp4Loss) => void,
  ) {
    for (const message of metadata === undefined ? setup : [metadata, ...setup]) this.#accept(message);
  }

  get duration(): number {
    return this.#mediaEnd.time;
  }

  add(message: MediaMessage): Uint8Array[] | undefined {
    if (!this.#accept(message)) return undefined;
    if (message.kind === 'data') return [];
    this.#mediaEnd.add(message);
    return message.timestamp - this.#fragmentBegan < this.fragmentTime ? [] : this.flush();
  }

  flush(): Uint8Array[] {
    this.#fragmentBegan = this.#mediaEnd.lastTimestamp;
    const fragment = this.#writer.takeFragment();
    return fragment === undefined ? [] : [fragment];
  }

  tail(): Uint8Array[] {
    const last = this.#writer.finish();
    return last === undefined ? [] : [last];
  }

  patches(): Patch[] {
    return [];
  }

  #accept(message: MediaMessage): boolean {
    const verdict = this.#writer.accept(message);
    const { kind } = verdict;
    if (kind === 'left-out' || kind === 'no-track') this.lost({ ...verdict, kind });
    return kind !== 'codec-changed' && kind !== 'late-track';
  }
}
