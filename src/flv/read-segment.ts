import type { MediaFile } from '../media/media-file.js';
import type { MediaMessage } from '../media/media-message.js';
import type { MediaSegment } from '../media/media-source.js';
import type { FlvTag } from './flv-tag.js';
import { BACK_POINTER_SIZE, flvMessage, TAG_HEADER_SIZE } from './flv-tag.js';
import { FlvTagReader } from './flv-tag-reader.js';
import type { FlvTimeline } from './flv-timeline.js';

/** Bytes of the file that a segment has at most, unless its first tag alone has more. */
const MAX_SEGMENT = 256 * 1024;

/** A tag so far before the highest time of a segment (milliseconds) begins another one. */
const JUMP = 1000;

/** Decides where a segment ends. */
class SegmentCut {
  #begin: number | undefined;
  #nextSecond = 0;
  #highest = 0;

  /** Whether the tag belongs to the next segment; if not, it is in this one from now on. */
  isBefore(time: number, offset: number, end: number): boolean {
    if (this.#begin === undefined) {
      this.#begin = offset;
      this.#nextSecond = (Math.floor(time / 1000) + 1) * 1000;
    }
    const jumpsBack = time < this.#highest - JUMP;
    const cuts = offset > this.#begin && (time >= this.#nextSecond || jumpsBack || end - this.#begin > MAX_SEGMENT);
    if (!cuts) this.#highest = Math.max(this.#highest, time);
    return cuts;
  }
}

/**
 * Reads the segment at `position`: the offset of a tag, or 0. What is mangled is skipped; a tag that has not come whole
 * into a file that grows is where the next segment begins. There, as long as nothing more comes, is a segment without
 * messages.
 *
 * @param left the offset of a tag that is left out
 * @param expected bytes that it probably has
 */
export async function readSegment(
  file: MediaFile,
  timeline: FlvTimeline,
  position: number,
  left: number | undefined,
  expected: number,
): Promise<MediaSegment> {
  const from = position === 0 ? {} : { from: { offset: position, is: 'tag' } as const };
  const reader = new FlvTagReader(file, { ...from, first: expected, waits: true, shares: true });
  const messages: MediaMessage[] = [];
  const cut = new SegmentCut();
  let end = position;
  const cutsAt = (timestamp: number, offset: number, tagEnd: number) =>
    cut.isBefore(timeline.time(timestamp, offset), offset, tagEnd);
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) {
      const tagEnd = tag.offset + TAG_HEADER_SIZE + tag.payload.length;
      if (cutsAt(tag.timestamp, tag.offset, tagEnd)) return { position, messages, next: tag.offset };
      if (!tag.filtered && tag.offset !== left) messages.push(timed(tag, timeline));
      end = tagEnd + BACK_POINTER_SIZE;
    }
    const { pending } = reader;
    if (pending !== undefined && cutsAt(pending.timestamp, pending.offset, pending.end)) {
      return { position, messages, next: pending.offset };
    }
  } while (await reader.more());
  const goesOn = file.isGrowing && reader.error === undefined && end > position;
  return { position, messages, next: goesOn ? end : undefined };
}

function timed(tag: FlvTag, timeline: FlvTimeline): MediaMessage {
  return flvMessage(tag).at(timeline.time(tag.timestamp, tag.offset));
}
