import { concat } from '../../src/bytes/concat.js';
import type { ProgressiveLayout } from '../../src/mp4/progressive-layout.js';
import { layOutProgressive } from '../../src/mp4/progressive-layout.js';
import type { MovieDescription } from '../../src/mp4/write-movie.js';
import { MemoryMediaFile } from './memory-media-file.js';

/** A layout, and the file that comes of it. */
export interface LaidOut {
  readonly layout: ProgressiveLayout;
  readonly bytes: Uint8Array;
}

/** Lays out an ordinary MP4 from files in memory, and copies what the layout says. */
export async function laidOut(files: readonly Uint8Array[], gap = 0, description?: MovieDescription): Promise<LaidOut> {
  const parts = files.map((bytes, i) => ({ file: new MemoryMediaFile(bytes), gap: i === 0 ? 0 : gap }));
  const layout = await layOutProgressive(parts, description);
  const ranges = [...layout.ranges].map(({ part, offset, length }) => files[part]!.subarray(offset, offset + length));
  return { layout, bytes: concat([layout.head, ...ranges]) };
}
