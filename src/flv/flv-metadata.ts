import { Amf0Decoder } from '../amf/amf0-decoder.js';
import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray, AmfObject } from '../amf/value.js';
import { ByteReader } from '../bytes/byte-reader.js';
import type { FlvTag } from './flv-tag.js';
import { flvMessage } from './flv-tag.js';
import type { RecordedKeyFrame } from './recording-metadata.js';

/** Room for the key-frame index of a day. */
const LIMITS = { maxDepth: 64, maxElements: 262_144, maxStringLength: 1_048_576 };

/** The onMetaData of a file. */
export interface FlvMetadata {
  /** Of its tag. */
  readonly offset: number;
  readonly properties: ReadonlyMap<string, AmfValue>;
  /** As it stands there. */
  readonly payload: Uint8Array;
}

/**
 * Reads a data tag; undefined if it is not onMetaData, or cannot be read. Some recorders leave `@setDataFrame` in
 * front of the name, as the publisher sent it.
 */
export function readFlvMetadata(tag: FlvTag): FlvMetadata | undefined {
  const { payload } = flvMessage(tag);
  const decoder = new Amf0Decoder(new ByteReader(payload), { limits: LIMITS, lenientEnd: true });
  try {
    const first = decoder.read();
    const name = first === '@setDataFrame' ? decoder.read() : first;
    if (name !== 'onMetaData' || decoder.done) return undefined;
    const value = decoder.read();
    if (!(value instanceof AmfArray) && !(value instanceof AmfObject)) return undefined;
    const properties = new Map(value instanceof AmfArray ? value.entries() : value.properties);
    return { offset: tag.offset, properties, payload };
  } catch (error) {
    if (error instanceof AmfError) return undefined;
    throw error;
  }
}

/** `duration` in milliseconds, if it is one. */
export function toldDuration({ properties }: FlvMetadata): number | undefined {
  const duration = properties.get('duration');
  return typeof duration === 'number' && duration > 0 && duration < 0xffff_ffff / 1000 ? duration * 1000 : undefined;
}

/** The key frames that `keyframes` {times, filepositions} lists, as far as they are numbers that do not step back. */
export function toldKeyFrames({ properties }: FlvMetadata): readonly RecordedKeyFrame[] {
  const index = properties.get('keyframes');
  if (!(index instanceof AmfObject) && !(index instanceof AmfArray)) return [];
  const [times, offsets] = [numbers(index.get('times')), numbers(index.get('filepositions'))];
  const keyFrames: RecordedKeyFrame[] = [];
  for (let i = 0; i < Math.min(times.length, offsets.length); i++) {
    const last = keyFrames.at(-1);
    const [time, offset] = [Math.round(times[i]! * 1000), offsets[i]!];
    const follows = last === undefined || (time >= last.time && offset > last.offset);
    if (follows && time >= 0 && offset > 0 && Number.isSafeInteger(offset)) keyFrames.push({ time, offset });
  }
  return keyFrames;
}

function numbers(value: AmfValue): readonly number[] {
  if (!Array.isArray(value)) return [];
  return value.every((item) => typeof item === 'number') ? value : [];
}
