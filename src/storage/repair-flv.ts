import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { encodeFlvHeader } from '../flv/flv-header.js';
import { BACK_POINTER_SIZE } from '../flv/flv-tag.js';
import type { RecordedKeyFrame } from '../flv/recording-metadata.js';
import { encodeRecordingMetadata } from '../flv/recording-metadata.js';
import type { FlvMetadataPlace, FlvScan } from './scan-flv.js';
import { scanFlv } from './scan-flv.js';
import type { MediaEnd } from './media-end.js';

/** An onMetaData of another size is left as it is: too small for an index, or larger than anybody writes. */
const MIN_METADATA = 256;
const MAX_METADATA = 256 * 1024;

export interface FlvRepair {
  readonly state: FlvScan['state'];
  /** Bytes of a tag that was not whole, which were cut off. */
  readonly cutBytes: number;
  /** Bytes of the file as it is now. */
  readonly size: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Bytes that are written over others. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Mends what is left of a recording that was interrupted: a tag that is not whole is cut off, duration, size and index
 * are written into the onMetaData it begins with. A file with garbage in it keeps all of its bytes, and one that is no
 * FLV is left alone. Rejects with system errors.
 */
export async function repairFlv(path: string): Promise<FlvRepair> {
  const handle = await open(path, 'r+');
  try {
    return await repairOpenFlv(handle, await scanFlv(handle));
  } finally {
    await handle.close();
  }
}

/** The same for a file that is open and was read. */
export async function repairOpenFlv(handle: FileHandle, scan: FlvScan): Promise<FlvRepair> {
  const { state, end, mediaEnd } = scan;
  const duration = mediaEnd.time;
  if (state === 'not-flv') return { state, cutBytes: 0, size: scan.size, duration };
  const size = state === 'damaged' ? scan.size : end;
  if (state === 'cut-off') await cutOff(handle, scan);
  for (const { offset, bytes } of finalPatches({ ...scan, size })) await handle.write(bytes, 0, bytes.length, offset);
  await handle.sync();
  return { state, cutBytes: Math.max(0, scan.size - size), size, duration };
}

/** What is to be written over a recording when all is known. */
export function finalPatches(file: {
  readonly size: number;
  readonly metadata: FlvMetadataPlace | undefined;
  readonly mediaEnd: MediaEnd;
  readonly endsWithKeyFrame: boolean;
  readonly keyFrames: readonly RecordedKeyFrame[];
}): Patch[] {
  const { size, metadata, mediaEnd } = file;
  const header = encodeFlvHeader({ hasAudio: mediaEnd.has('audio'), hasVideo: mediaEnd.has('video') });
  const patches: Patch[] = [{ offset: 0, bytes: header.subarray(0, 5) }];
  if (metadata === undefined || metadata.size < MIN_METADATA || metadata.size > MAX_METADATA) return patches;
  const facts = {
    properties: metadata.properties,
    duration: mediaEnd.time,
    fileSize: size,
    lastTimestamp: mediaEnd.lastTimestamp,
    canSeekToEnd: file.endsWithKeyFrame,
    keyFrames: file.keyFrames,
  };
  patches.push({ offset: metadata.offset, bytes: encodeRecordingMetadata(facts, metadata.size) });
  return patches;
}

/** Cuts a file behind its last tag, whose back pointer may not be whole. */
async function cutOff(handle: FileHandle, { end, size, lastTag }: FlvScan): Promise<void> {
  if (size > end) return handle.truncate(end);
  const pointer = new Uint8Array(BACK_POINTER_SIZE);
  new DataView(pointer.buffer).setUint32(0, end - BACK_POINTER_SIZE - lastTag);
  await handle.write(pointer, 0, BACK_POINTER_SIZE, end - BACK_POINTER_SIZE);
}
