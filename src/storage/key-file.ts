import { join } from 'node:path';
import type { AccessKey } from '../application/access-key.js';
import { formatKeys, parseKeys } from './key-records.js';
import { CommonFile } from './common-file.js';

/** The keys there shall be, and what else came of a change. */
export interface Changed<Result> {
  readonly keys: readonly AccessKey[];
  readonly result: Result;
}

/** `<data>/keys`: the keys of the server, readable by its owner only. */
export class KeyFile extends CommonFile<readonly AccessKey[]> {
  /** @param dataDir the folder that holds what the server keeps */
  constructor(dataDir: string) {
    super(join(dataDir, 'keys'), { empty: [], parse: parseKeys, format: formatKeys });
  }

  /** Changes the keys; see {@link CommonFile.update}. */
  change<Result>(change: (keys: readonly AccessKey[]) => Changed<Result>): Promise<Result> {
    return this.update((before) => {
      const { keys, result } = change(before);
      return { content: keys, result };
    });
  }
}
