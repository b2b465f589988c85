import { classify } from '../media/classify.js';
import type { MediaFile } from '../media/media-file.js';
import type { FlvTag } from './flv-tag.js';
import { flvMessage } from './flv-tag.js';
import { FlvTagReader } from './flv-tag-reader.js';
import type { FlvTimeline } from './flv-timeline.js';
import { hasMediaTime } from './flv-timeline.js';
import type { RecordedKeyFrame } from './recording-metadata.js';

/** What is searched, and for what. */
export interface FlvSearch {
  readonly file: MediaFile;
  readonly timeline: FlvTimeline;
  /** The file has pictures: a key frame is wanted. Otherwise any frame, or where there are none any data. */
  readonly wants: 'key-frame' | 'frame' | 'data';
}

/** A part of a file, in bytes. `from` is where a tag begins, or the beginning of the file. */
export interface FlvRange {
  readonly from: number;
  readonly to: number;
}

/** Frames of one kind may come so many milliseconds later in the file than those of the other kind. */
const DISORDER = 1000;

/** A range of so few bytes is read through. */
const SMALL = 256 * 1024;

/** So far back a key frame is searched for. */
const FARTHEST = 64 * 1024 * 1024;

const PROBE = 16 * 1024;

/**
 * The last key frame of a range at or before `time` (milliseconds): by bisection, then back from there. It reads some
 * 16 KiB for each bisection, and the distance of two key frames or twice of it. Undefined if there is none within
 * 64 MiB. Where times jump back it finds one of several places.
 */
export async function findKeyFrame(
  search: FlvSearch,
  { from, to }: FlvRange,
  time: number,
): Promise<RecordedKeyFrame | undefined> {
  let [low, high] = [from, to];
  while (high - low > SMALL) {
    const middle = Math.floor((low + high) / 2);
    const probe = await firstFrame(search, middle, high);
    if (probe === undefined || probe.time > time + DISORDER) high = middle;
    else low = probe.offset;
  }
  return searchBack(search, { from, to: high }, time, Math.max(SMALL, high - low));
}

/** From the end of the range on, in ever longer pieces. */
async function searchBack(
  search: FlvSearch,
  { from, to }: FlvRange,
  time: number,
  first: number,
): Promise<RecordedKeyFrame | undefined> {
  let [end, length] = [to, first];
  while (end > from && to - end < FARTHEST) {
    const start = Math.max(from, end - length);
    const found = await lastWithin(search, { from: start, to: end }, start === from, time);
    if (found !== undefined) return found;
    end = start;
    length *= 2;
  }
  return undefined;
}

/** The last one of the tags that begin in a range. */
async function lastWithin(
  search: FlvSearch,
  { from, to }: FlvRange,
  isTag: boolean,
  time: number,
): Promise<RecordedKeyFrame | undefined> {
  let found: RecordedKeyFrame | undefined;
  const reader = readerAt(search.file, from, isTag, Math.min(SMALL, to - from));
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) {
      if (tag.offset >= to) return found;
      const tagTime = isWanted(search.wants, tag) ? timeOf(search, tag) : Infinity;
      if (tagTime <= time) found = { time: tagTime, offset: tag.offset };
    }
    const { pending } = reader;
    if (pending !== undefined && pending.offset >= to) return found;
  } while (await reader.more());
  return found;
}

/** The first frame that begins in a range, of whatever kind. */
async function firstFrame(search: FlvSearch, from: number, to: number): Promise<RecordedKeyFrame | undefined> {
  const reader = readerAt(search.file, from, false, PROBE);
  const anything = search.wants === 'data' ? 'data' : 'frame';
  do {
    for (let tag = reader.read(); tag !== undefined; tag = reader.read()) {
      if (tag.offset >= to) return undefined;
      if (isWanted(anything, tag)) return { time: timeOf(search, tag), offset: tag.offset };
    }
  } while (await reader.more());
  return undefined;
}

function readerAt(file: MediaFile, offset: number, isTag: boolean, first: number): FlvTagReader {
  if (offset === 0) return new FlvTagReader(file, { first });
  return new FlvTagReader(file, { from: { offset, is: isTag ? 'tag' : 'anything' }, first });
}

/** Whether `tag` is something to begin with. */
export function isWanted(wants: FlvSearch['wants'], tag: FlvTag): boolean {
  if (tag.filtered) return false;
  const message = flvMessage(tag);
  if (wants === 'data') return message.kind === 'data';
  return wants === 'key-frame' ? classify(message).isKeyFrame : hasMediaTime(message);
}

function timeOf({ timeline }: FlvSearch, { timestamp, offset }: FlvTag): number {
  return timeline.time(timestamp, offset);
}
