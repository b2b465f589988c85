import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { RecordingHead } from '../stream/recording-file.js';
import { FlvRecording } from './flv-recording.js';
import { Mp4Recording } from './mp4-recording.js';
import type { OpenedRecording } from './recording-writer.js';
import { repairOpenFlv } from './repair-flv.js';
import { scanFlv } from './scan-flv.js';

type Opened = Omit<OpenedRecording, 'begun'>;

/** A file that is appended to, and what had to be cut off before. */
export interface AppendedFlv extends Opened {
  readonly cutBytes: number;
}

/** Opens a file that is not there. */
export async function openNewFlv(path: string, head: RecordingHead): Promise<Opened> {
  return { handle: await open(path, 'wx'), format: FlvRecording.begin(head), size: 0 };
}

/** The same for a file that becomes an MP4. */
export async function openNewMp4(path: string, head: RecordingHead): Promise<Opened> {
  return { handle: await open(path, 'wx'), format: new Mp4Recording(head), size: 0 };
}

/**
 * Opens a recording to go on behind its last tag; undefined if it is no FLV, or has garbage in it. A tag that is not
 * whole is cut off.
 *
 * @param withGap the time that has passed since it was written to is left free
 * @param date now (milliseconds since 1970)
 */
export async function openFlvToAppend(
  path: string,
  head: RecordingHead,
  withGap: boolean,
  date: number,
): Promise<AppendedFlv | undefined> {
  const handle = await open(path, 'r+');
  try {
    const { mtimeMs } = await handle.stat();
    const opened = await opening(handle, head, withGap ? Math.max(0, Math.round(date - mtimeMs)) : 0);
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
