import { classify } from '../media/classify.js';
import { lastUpTo } from '../media/last-up-to.js';
import type { MediaFile } from '../media/media-file.js';
import { MediaMessage } from '../media/media-message.js';
import type { FlvRange } from './find-key-frame.js';
import { FlvParser } from './flv-parser.js';
import { FlvTagType, TAG_HEADER_SIZE } from './flv-tag.js';
import type { FlvTimeline } from './flv-timeline.js';
import { fromBase } from './flv-timeline.js';
import type { RecordedKeyFrame } from './recording-metadata.js';

/** Frames of one kind may come so many milliseconds later in the file than those of the other kind. */
const DISORDER = 1000;

/** Bytes of a tag that tell what it is. */
const PROBE = 64;

/**
 * Where in a file the last key frame up to `time` (milliseconds) is to be searched for, by what its onMetaData lists.
 * The list is not believed: a key frame must lie where it says, and its own time counts. Recorders list a few of many
 * key frames only, and tools have cut files without mending the list.
 */
export async function toldRange(
  file: MediaFile,
  timeline: FlvTimeline,
  told: readonly RecordedKeyFrame[],
  time: number,
): Promise<FlvRange> {
  const timeOf = (keyFrame: RecordedKeyFrame) => fromBase(keyFrame.time, timeline.base);
  const low = lastUpTo(told, timeOf, time);
  const high = told.find((keyFrame) => timeOf(keyFrame) > time + DISORDER);
  const [lowTime, highTime] = await Promise.all([
    keyFrameTime(file, timeline, low),
    keyFrameTime(file, timeline, high),
  ]);
  const from = low !== undefined && lowTime !== undefined && lowTime <= time ? low.offset : 0;
  const to = high !== undefined && highTime !== undefined && highTime > time + DISORDER ? high.offset : file.size;
  return from < to ? { from, to } : { from: 0, to: file.size };
}

/** The time of the key frame, or of a sequence header before one, at a place; undefined if none is there. */
async function keyFrameTime(
  file: MediaFile,
  timeline: FlvTimeline,
  place: RecordedKeyFrame | undefined,
): Promise<number | undefined> {
  if (place === undefined) return undefined;
  const { offset } = place;
  if (offset + TAG_HEADER_SIZE >= file.size) return undefined;
  const bytes = await file.read(offset, PROBE);
  const parser = new FlvParser({ from: { offset, is: 'tag' } });
  parser.receive(bytes);
  const { pending } = parser;
  if (pending === undefined || pending.end > file.size || bytes[0] !== FlvTagType.video) return undefined;
  const start = bytes.subarray(TAG_HEADER_SIZE, Math.min(bytes.length, pending.end - offset));
  const { isKeyFrame, isSequenceHeader } = classify(new MediaMessage('video', 0, start));
  return isKeyFrame || isSequenceHeader ? timeline.time(pending.timestamp, offset) : undefined;
}
