import type { MediaFile } from '../media/media-file.js';
import type { IndexStore, MediaSource } from '../media/media-source.js';
import { decodeMp3Index } from './mp3-index.js';
import { readMp3Layout } from './mp3-layout.js';
import { Mp3Source } from './mp3-source.js';
import { readId3 } from './read-id3.js';

export interface OpenMp3Options {
  /** Files of so many bytes at most are indexed when they are first played. Default 16 MiB. */
  readonly smallFile?: number;
}

/**
 * Opens an MP3 file (MPEG 1, 2 and 2.5, layer III) to play from it: one message for each frame, whose time counts the
 * samples before it. In a large file of constant bitrate places are calculated. All others are looked through when they
 * are first played, since the table of contents in VBR files knows places to a hundredth of the whole only.
 *
 * @param store where the index is looked for, and kept once it was made
 * @throws {MediaError} unsupported for layers I and II and for free format; no-track if no frame is found within 1 MiB
 */
export async function openMp3(
  file: MediaFile,
  store?: IndexStore,
  { smallFile = 16 * 1024 * 1024 }: OpenMp3Options = {},
): Promise<MediaSource> {
  const { tags, sound } = await readId3(file);
  const layout = await readMp3Layout(file, sound);
  const kept = await store?.load(file.version);
  const index = kept && decodeMp3Index(kept, file.size);
  return new Mp3Source(file, { layout, tags, index, store, smallFile });
}
