import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { RecordingHead } from '../stream/recording-file.js';
import { FlvRecording } from './flv-recording.js';
import type { OpenedRecording } from './recording-writer.js';
import { repairOpenFlv } from './repair-flv.js';
import { scanFlv } from './scan-flv.js';

/** A file that is appended to, and what had to be cut off before. */
export interface AppendedFlv extends Omit<OpenedRecording, 'begun'> {
  readonly cutBytes: number;
}

/**
 * Opens a recording to go on behind its last tag; undefined if it is no FLV, or has garbage in it. A tag that is not
 * whole is cut off.
 *
 * @param gap milliseconds that are left free behind what is there
 */
export async function openFlvToAppend(
  path: string,
  head: RecordingHead,
  gap: number,
): Promise<AppendedFlv | undefined> {
  const handle = await open(path, 'r+');
  try {
    const opened = await opening(handle, head, gap);
    if (opened === undefined) await handle.close();
    return opened;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function opening(handle: FileHandle, head: RecordingHead, gap: number): Promise<AppendedFlv | undefined> {
  const scan = await scanFlv(handle);
  if (scan.state === 'not-flv' || scan.state === 'damaged') return undefined;
  const { cutBytes } = scan.state === 'cut-off' ? await repairOpenFlv(handle, scan) : { cutBytes: 0 };
  return { handle, format: FlvRecording.goOn(scan, head, gap), size: scan.end, cutBytes };
}
