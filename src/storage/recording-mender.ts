import { rm } from 'node:fs/promises';
import type { Mp4Finisher } from './mp4-finisher.js';
import { draftOf, findAppendix, sizeOfFile } from './recording-folder.js';
import { repairFlv } from './repair-flv.js';

/** What became of a recording that was interrupted. */
export interface MendedRecording {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Bytes of a frame, or of a fragment, that was not whole. */
  readonly cutBytes: number;
}

/**
 * Makes the best of a recording that was interrupted; undefined if there was no media in it yet, and then what was
 * there before is as it was. Rejects with MediaError if nothing can be read of it, and with system errors.
 */
export async function mendRecording(path: string, finisher: Mp4Finisher): Promise<MendedRecording | undefined> {
  const draft = draftOf(path);
  if ((await sizeOfFile(draft)) !== undefined) {
    await rm(draft, { force: true });
    return undefined;
  }
  const isFlv = path.endsWith('.flv');
  const appendix = isFlv ? undefined : await findAppendix(path);
  if (appendix !== undefined && (await sizeOfFile(appendix.path)) === 0) {
    await rm(appendix.path);
    return undefined;
  }
  if ((await sizeOfFile(path)) === undefined) return undefined;
  if (!isFlv) return finisher.finish(path);
  const { size, duration, cutBytes } = await repairFlv(path);
  return { path, bytes: size, duration, cutBytes };
}
