import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { MediaFile } from '../media/media-file.js';
import type { MediaWork } from '../media/media-work.js';
import { defaultMp4Options } from '../mp4/mp4-options.js';
import type { LayoutPart } from '../mp4/progressive-layout.js';
import { layOutProgressive } from '../mp4/progressive-layout.js';
import { writeAt } from './appender.js';
import type { WrittenMedia } from './written-media.js';

const BLOCK = 1024 * 1024;

export interface LaidOutMedia extends WrittenMedia {
  /** Bytes at the end of the last file that are left out, because they are no whole fragment. */
  readonly cutBytes: number;
}

/** Writes an ordinary MP4, with its header in front, of one in fragments into an empty file. */
export async function layOutFile(file: MediaFile, handle: FileHandle, work: MediaWork = {}): Promise<WrittenMedia> {
  return layOutFiles([{ file }], handle, work);
}

/**
 * The same of several files, one behind the other. Rejects with MediaError if they do not go together, or if nothing
 * can be read of them.
 */
export async function layOutFiles(
  parts: readonly LayoutPart[],
  handle: FileHandle,
  { onProgress, signal }: MediaWork = {},
): Promise<LaidOutMedia> {
  const options = { ...defaultMp4Options, pause: () => setImmediate() };
  const { head, ranges, size, duration, cutOff } = await layOutProgressive(parts, {}, options);
  await writeAt(handle, head, 0);
  let end = head.length;
  for (const { part, offset, length } of ranges) {
    const { file } = parts[part]!;
    for (let done = 0; done < length;) {
      const bytes = await file.read(offset + done, Math.min(BLOCK, length - done));
      if (bytes.length === 0) throw new Error(`the file has become shorter than ${offset + length} bytes`);
      await writeAt(handle, bytes, end);
      end += bytes.length;
      done += bytes.length;
      signal?.throwIfAborted();
      onProgress?.(offset + done);
    }
  }
  return { bytes: size, duration, cutBytes: cutOff };
}
