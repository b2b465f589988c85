import { encodeAmf0 } from '../amf/amf0-encoder.js';
import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import { AmfArray, AmfObject } from '../amf/value.js';

/** Where a key frame of a recording lies. */
export interface RecordedKeyFrame {
  /** Milliseconds, as in its tag. */
  readonly time: number;
  /** Of the tag, in bytes from the beginning of the file. */
  readonly offset: number;
}

/** What the onMetaData of a recording says. */
export interface RecordingFacts {
  /** What the publisher told; of those named like the facts below, these count. */
  readonly properties: Iterable<readonly [name: string, value: AmfValue]>;
  /** Milliseconds. */
  readonly duration: number;
  /** Bytes. */
  readonly fileSize: number;
  /** Milliseconds, of the last tag. */
  readonly lastTimestamp: number;
  /** Whether the last picture is one that can be sought. */
  readonly canSeekToEnd: boolean;
  /** In the order of the file. */
  readonly keyFrames: readonly RecordedKeyFrame[];
}

/** An index of fewer says nothing; ffprobe warns of one. */
const LEAST_INDEX = 2;
/** What one key frame takes: two numbers. */
const KEY_FRAME_SIZE = 18;
const NUMBER_SIZE = 9;

/**
 * Bytes to reserve for the onMetaData of a recording, so that an index of that many key frames fits beside what the
 * publisher told.
 */
export function recordingMetadataSize(properties: RecordingFacts['properties'], keyFrames: number): number {
  const least = new Array<RecordedKeyFrame>(LEAST_INDEX).fill({ time: 0, offset: 0 });
  const facts = { duration: 0, fileSize: 0, lastTimestamp: 0, canSeekToEnd: false, keyFrames: least };
  const kept = encodableProperties(properties);
  return encodeFacts(facts, kept, least, 0).length + Math.max(0, keyFrames - LEAST_INDEX) * KEY_FRAME_SIZE;
}

/**
 * The payload of an onMetaData tag of exactly `size` bytes, so that it can be written over an earlier one at any time:
 * when the recording begins, while it goes on, when all is known. `keyframes` (`times` in seconds and `filepositions`)
 * has as many key frames as there is room for, evenly chosen; what room is left fills an array `spacer`. A publisher's
 * properties that there is no room for are left out, the last ones first.
 *
 * @param size what {@link recordingMetadataSize} said, or any number from 256 to 256 KiB
 * @throws {RangeError} where not even the facts have room
 */
export function encodeRecordingMetadata(facts: RecordingFacts, size: number): Uint8Array {
  const kept = fitting(facts, encodableProperties(facts.properties), size);
  const least = facts.keyFrames.slice(0, LEAST_INDEX);
  const withLeast = encodeFacts(facts, kept, least, 0).length;
  const room = withLeast > size ? 0 : least.length + Math.floor((size - withLeast) / KEY_FRAME_SIZE);
  const chosen = evenly(facts.keyFrames, room);
  const spare = size - encodeFacts(facts, kept, chosen, 0).length;
  return encodeFacts(facts, kept, chosen, spare);
}

type Properties = readonly (readonly [string, AmfValue])[];

const OWN_NAMES: ReadonlySet<string> = new Set([
  'duration',
  'filesize',
  'lasttimestamp',
  'canSeekToEnd',
  'hasKeyframes',
  'keyframes',
  'spacer',
]);

function encodableProperties(properties: RecordingFacts['properties']): Properties {
  return [...properties].filter(([name, value]) => !OWN_NAMES.has(name) && isEncodable(name, value));
}

function isEncodable(name: string, value: AmfValue): boolean {
  try {
    encodeAmf0([new AmfObject('', [[name, value]])]);
    return true;
  } catch (error) {
    if (error instanceof AmfError) return false;
    throw error;
  }
}

/** As many of the properties, from the first on, as have room beside the facts. */
function fitting(facts: RecordingFacts, properties: Properties, size: number): Properties {
  const fits = (count: number) => encodeFacts(facts, properties.slice(0, count), [], 0).length <= size;
  if (fits(properties.length)) return properties;
  let [fitting, tooMany] = [0, properties.length];
  while (tooMany - fitting > 1) {
    const count = (fitting + tooMany) >> 1;
    if (fits(count)) fitting = count;
    else tooMany = count;
  }
  if (!fits(fitting)) throw new RangeError(`${size} bytes are too few for the metadata of a recording`);
  return properties.slice(0, fitting);
}

/** At most `count` of all of them, the first and the last among them. */
export function evenly<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  const step = count > 1 ? (all.length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => all[Math.round(i * step)]!);
}

/** `spare` bytes longer than it had to be. */
function encodeFacts(
  { duration, fileSize, lastTimestamp, canSeekToEnd }: Omit<RecordingFacts, 'properties'>,
  properties: Properties,
  keyFrames: readonly RecordedKeyFrame[],
  spare: number,
): Uint8Array {
  const metadata = new AmfArray([], [['duration', duration / 1000], ...properties]);
  metadata
    .set('filesize', fileSize)
    .set('lasttimestamp', lastTimestamp / 1000)
    .set('canSeekToEnd', canSeekToEnd);
  metadata.set('hasKeyframes', keyFrames.length >= LEAST_INDEX);
  if (keyFrames.length >= LEAST_INDEX) metadata.set('keyframes', keyFrameIndex(keyFrames));
  const numbers = Math.floor(spare / NUMBER_SIZE);
  const spacer: AmfValue[] = new Array<AmfValue>(numbers).fill(0);
  for (let left = spare - numbers * NUMBER_SIZE; left > 0; left--) spacer.push(null);
  return encodeAmf0(['onMetaData', metadata.set('spacer', spacer)]);
}

/** `keyframes` of onMetaData, as FLVTool2 and the tools after it write it. */
export function keyFrameIndex(keyFrames: readonly RecordedKeyFrame[]): AmfObject {
  return AmfObject.of({
    times: keyFrames.map(({ time }) => time / 1000),
    filepositions: keyFrames.map(({ offset }) => offset),
  });
}
