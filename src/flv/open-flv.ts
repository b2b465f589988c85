import type { IndexStore, MediaSource } from '../media/media-source.js';
import type { MediaFile } from '../media/media-file.js';
import { readFlvHead } from './flv-head.js';
import { decodeFlvIndex } from './flv-index-bytes.js';
import { FlvSource } from './flv-source.js';

export interface OpenFlvOptions {
  /** Files of so many bytes at most are indexed when they are first played. Default 2 MiB. */
  readonly smallFile?: number;
}

/**
 * Opens an FLV file to play from it. That reads its beginning (up to the first frames of both kinds, 1 MiB at most)
 * and, if there is no index of it yet, its last 64 KiB.
 *
 * - Media begins at 0, with the earliest of the first frames. Where the index knows of another recording appended with
 *   timestamps that step back over a second, those go on from the end of the one before. Without index, in files that
 *   are not small, they are as they stand there.
 * - Mangled parts are skipped as `FlvParser` does; encrypted tags are left out.
 * - Places are found by the index. Without: by the key frames that onMetaData lists, if they lie there, and by
 *   bisection.
 *
 * @param store where the index is looked for, and kept once it was made
 * @throws {MediaError} no-track if there are no tags; malformed if it is no FLV; unsupported if all is encrypted
 */
export async function openFlv(
  file: MediaFile,
  store?: IndexStore,
  { smallFile = 2 * 1024 * 1024 }: OpenFlvOptions = {},
): Promise<MediaSource> {
  const [head, kept] = await Promise.all([readFlvHead(file), file.isGrowing ? undefined : store?.load(file.version)]);
  const index = kept && decodeFlvIndex(kept, file.size);
  const source = new FlvSource(file, { head, index, store, smallFile });
  await source.open();
  return source;
}
