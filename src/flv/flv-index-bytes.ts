import { ByteReader, EndOfBytesError } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { fnv1a } from '../bytes/fnv1a.js';
import type { FlvIndex, SetupPlace, TagPlace } from './flv-index.js';
import type { TimeShift } from './flv-timeline.js';
import { FlvTimeline } from './flv-timeline.js';
import type { RecordedKeyFrame } from './recording-metadata.js';

/** 'AFI' and the version of what follows. */
const SIGNATURE = 0x41464901;
const NOWHERE = -1;

const HAS_VIDEO = 1;
const IS_COMPLETE = 2;
const CAN_SEEK_TO_END = 4;

/** An index as bytes to keep: signature, checksum (FNV-1a) of the rest, the facts, the lists with their lengths. */
export function encodeFlvIndex(index: FlvIndex): Uint8Array {
  const { timeline, points, setups, defects, tags } = index;
  const flags =
    (index.hasVideo ? HAS_VIDEO : 0) |
    (index.isComplete ? IS_COMPLETE : 0) |
    (index.canSeekToEnd ? CAN_SEEK_TO_END : 0);
  const writer = new ByteWriter(256 + points.length * 16).u32(SIGNATURE).u32(0).u8(flags);
  writer.f64(index.fileSize).u32(timeline.base).f64(index.lastTime).f64(index.duration);
  writer.f64(tags.audio).f64(tags.video).f64(tags.data);
  writer
    .f64(defects.skippedBytes)
    .f64(defects.encryptedTags)
    .f64(defects.lostAt ?? NOWHERE);
  writer.u32(timeline.shifts.length);
  for (const { offset, milliseconds } of timeline.shifts) writer.f64(offset).f64(milliseconds);
  writer.u32(setups.length);
  for (const { offset, tags } of setups) {
    writer.f64(offset).u8(tags.length);
    for (const tag of tags) writer.f64(tag.offset).u24(tag.size);
  }
  writer.u32(points.length);
  for (const { time, offset } of points) writer.f64(time).f64(offset);
  writer.patchU32(4, fnv1a(writer.finish(), 8));
  return writer.finish();
}

/** What {@link encodeFlvIndex} wrote for a file of that many bytes; undefined if it is anything else. */
export function decodeFlvIndex(bytes: Uint8Array, fileSize: number): FlvIndex | undefined {
  try {
    const reader = new ByteReader(bytes);
    if (reader.u32() !== SIGNATURE || reader.u32() !== fnv1a(bytes, 8)) return undefined;
    const index = readIndex(reader);
    return index.fileSize === fileSize && reader.remaining === 0 ? index : undefined;
  } catch (error) {
    if (error instanceof EndOfBytesError) return undefined;
    throw error;
  }
}

function readIndex(reader: ByteReader): FlvIndex {
  const flags = reader.u8();
  const [fileSize, base, lastTime, duration] = [reader.f64(), reader.u32(), reader.f64(), reader.f64()];
  const tags = { audio: reader.f64(), video: reader.f64(), data: reader.f64() };
  const [skippedBytes, encryptedTags, lostAt] = [reader.f64(), reader.f64(), reader.f64()];
  const shifts = list(reader.u32(), (): TimeShift => ({ offset: reader.f64(), milliseconds: reader.f64() }));
  const setups = list(reader.u32(), (): SetupPlace => {
    const offset = reader.f64();
    return { offset, tags: list(reader.u8(), (): TagPlace => ({ offset: reader.f64(), size: reader.u24() })) };
  });
  const points = list(reader.u32(), (): RecordedKeyFrame => ({ time: reader.f64(), offset: reader.f64() }));
  return {
    fileSize,
    timeline: new FlvTimeline(base, shifts),
    hasVideo: (flags & HAS_VIDEO) !== 0,
    points,
    isComplete: (flags & IS_COMPLETE) !== 0,
    setups,
    lastTime,
    duration,
    canSeekToEnd: (flags & CAN_SEEK_TO_END) !== 0,
    tags,
    defects: { skippedBytes, encryptedTags, lostAt: lostAt === NOWHERE ? undefined : lostAt },
  };
}

/** Grows with what is there: a count that is announced costs nothing. */
function list<T>(count: number, read: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read());
  return items;
}
