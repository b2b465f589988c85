import { decodeFlvIndex, encodeFlvIndex } from '../flv/flv-index-bytes.js';
import { indexFlv } from '../flv/index-flv.js';
import type { IndexStore } from '../media/media-source.js';
import type { MediaWork } from '../media/media-work.js';
import { decodeMp3Index, encodeMp3Index, indexMp3 } from '../mp3/mp3-index.js';
import { readMp3Layout } from '../mp3/mp3-layout.js';
import { readId3 } from '../mp3/read-id3.js';
import type { DiskFile } from './disk-file.js';
import { mediaFormat } from './media-signature.js';

/** `present`: it was there already; `not-needed`: the file has one of its own. */
export type Indexing = 'made' | 'present' | 'not-needed';

/**
 * Makes the index of a file that a player would need, and keeps it. Rejects with MediaError if the file cannot be played,
 * and with system errors.
 */
export async function indexMedia(file: DiskFile, store: IndexStore, work: MediaWork = {}): Promise<Indexing> {
  const format = await mediaFormat(file, file.path);
  if (format === 'mp4') return 'not-needed';
  const kept = await store.load(file.version);
  const decode = format === 'flv' ? decodeFlvIndex : decodeMp3Index;
  if (kept !== undefined && decode(kept, file.size) !== undefined) return 'present';
  await store.save(file.version, await (format === 'flv' ? flvIndex(file, work) : mp3Index(file)));
  return 'made';
}

async function flvIndex(file: DiskFile, work: MediaWork): Promise<Uint8Array> {
  return encodeFlvIndex(await indexFlv(file, work));
}

async function mp3Index(file: DiskFile): Promise<Uint8Array> {
  const { sound } = await readId3(file);
  return encodeMp3Index(await indexMp3(file, await readMp3Layout(file, sound)));
}
