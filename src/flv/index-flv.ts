import type { MediaFile } from '../media/media-file.js';
import type { MediaWork } from '../media/media-work.js';
import { readFlvHead } from './flv-head.js';
import type { FlvIndex } from './flv-index.js';
import { FlvIndexBuilder } from './flv-index-builder.js';
import { FlvTagReader } from './flv-tag-reader.js';

export type IndexFlvOptions = MediaWork;

const BLOCK = 256 * 1024;

/**
 * Reads a file from beginning to end, 256 KiB at a time, and finds out what is where. One that is mangled is indexed as
 * far as it can be read.
 *
 * @throws {MediaError} no-track, malformed, unsupported: if there is nothing to index
 */
export async function indexFlv(file: MediaFile, { onProgress, signal }: IndexFlvOptions = {}): Promise<FlvIndex> {
  const { base = 0 } = await readFlvHead(file);
  const builder = new FlvIndexBuilder(base);
  const reader = new FlvTagReader(file, { block: BLOCK });
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) builder.accept(tag);
    signal?.throwIfAborted();
    onProgress?.(reader.offset);
  } while (await reader.more());
  const lostAt = reader.error === undefined ? undefined : reader.offset;
  return builder.finish(file.size, { skippedBytes: reader.skippedBytes, lostAt });
}
