import type { MediaFile } from '../media/media-file.js';
import { flvMessage, MAX_TAG_SIZE } from './flv-tag.js';
import { FlvTagReader } from './flv-tag-reader.js';
import type { FlvTimeline } from './flv-timeline.js';
import { hasMediaTime } from './flv-timeline.js';
import { FrameTimes } from './frame-times.js';

/** Bytes to read at the end, more only if there is no frame in them; the last is more than any tag has. */
const WINDOWS = [64 * 1024, 1024 * 1024, MAX_TAG_SIZE + 1024 * 1024];

/**
 * The times of the last frames of a file, from its last bytes alone; undefined if there are none in the last 17 MiB.
 * Where tags begin there is confirmed by back pointers, or by one tag behind another.
 *
 * @param dataOnly there are no frames in the file: data messages count instead
 */
export async function readFlvTail(
  file: MediaFile,
  timeline: FlvTimeline,
  dataOnly: boolean,
): Promise<FrameTimes | undefined> {
  for (const window of WINDOWS) {
    const offset = Math.max(0, file.size - window);
    const times = await timesFrom(file, offset, timeline, dataOnly);
    if (times !== undefined || offset === 0) return times;
  }
  return undefined;
}

async function timesFrom(
  file: MediaFile,
  offset: number,
  timeline: FlvTimeline,
  dataOnly: boolean,
): Promise<FrameTimes | undefined> {
  const reader = new FlvTagReader(file, offset === 0 ? {} : { from: { offset, is: 'anything' } });
  const times = new FrameTimes();
  let found = false;
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) {
      const message = flvMessage(tag);
      if (tag.filtered || (!dataOnly && !hasMediaTime(message))) continue;
      times.accept(message, timeline.time(tag.timestamp, tag.offset));
      found = true;
    }
  } while (await reader.more());
  return found ? times : undefined;
}
