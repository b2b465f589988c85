import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { concat } from '../bytes/concat.js';
import type { AudioCodec } from '../media/audio-codec.js';
import type { SoundFormat } from '../media/sound-format.js';
import { findBox, findBoxAt, readFullBox } from './read-box.js';
import type { Box } from './read-box.js';
import { readElementaryStream } from './read-descriptor.js';
import type { AudioEntry } from './sample-entry.js';

/** Bytes that QuickTime appends to a sound description of version 1 and 2. */
const APPENDED = [0, 16, 36] as const;

interface SoundDescription {
  readonly type: string;
  readonly sound: SoundFormat;
  /** The boxes behind the fields. */
  readonly boxes: Uint8Array;
}

/**
 * Reads an audio sample entry (ISO/IEC 14496-12, 12.2.3), or a sound description of QuickTime, version 0, 1 or 2.
 *
 * @returns undefined for a codec that cannot be played
 * @throws {EndOfBytesError | MediaError}
 */
export function readSoundEntry(box: Box): AudioEntry | undefined {
  switch (box.type) {
    case 'mp4a':
      return readMp4Audio(readDescription(box));
    case '.mp3':
    case 'ms\0U': // MP3 by its number in AVI
      return entry(readDescription(box), 'mp3', undefined);
    case 'Opus':
      return configured(readDescription(box), 'opus', 'dOps', opusHead);
    case 'fLaC':
      return configured(readDescription(box), 'flac', 'dfLa', flacHeader);
    case 'ac-3':
      return entry(readDescription(box), 'ac3', undefined);
    case 'ec-3':
      return entry(readDescription(box), 'eac3', undefined);
    default:
      return undefined;
  }
}

function readDescription({ type, body }: Box): SoundDescription {
  const reader = new ByteReader(body);
  reader.skip(8);
  const version = reader.u16();
  reader.skip(2 + 4); // revision, vendor
  let channels = reader.u16();
  reader.skip(2 + 2 + 2); // sample size, compression, packet size
  let sampleRate = reader.u16();
  reader.skip(2);
  const appended = new ByteReader(reader.view(APPENDED[version as 0 | 1 | 2] ?? 0));
  if (version === 2) {
    appended.skip(4);
    sampleRate = appended.f64();
    channels = appended.u32();
  }
  return { type, sound: { sampleRate, channels }, boxes: reader.rest() };
}

function entry(
  { type, sound }: SoundDescription,
  codec: AudioCodec,
  configuration: Uint8Array | undefined,
): AudioEntry {
  return { kind: 'audio', codec, type, configuration, sound };
}

/** objectTypeIndication: AAC of MPEG-4, and main, low complexity and scalable of MPEG-2. */
const AAC: ReadonlySet<number> = new Set([0x40, 0x66, 0x67, 0x68]);
const MP3: ReadonlySet<number> = new Set([0x69, 0x6b]);

/** QuickTime has esds inside of `wave`. */
function readMp4Audio(description: SoundDescription): AudioEntry | undefined {
  const { boxes } = description;
  const esds = findBox(boxes, 'esds') ?? findBoxAt(boxes, 'wave', 'esds');
  const stream = esds && readElementaryStream(esds);
  if (stream === undefined) return undefined;
  const { objectType, configuration } = stream;
  if (MP3.has(objectType)) return entry(description, 'mp3', undefined);
  if (!AAC.has(objectType) || configuration === undefined) return undefined;
  return entry(description, 'aac', configuration.slice());
}

function configured(
  description: SoundDescription,
  codec: AudioCodec,
  box: string,
  convert: (body: Uint8Array) => Uint8Array,
): AudioEntry | undefined {
  const body = findBox(description.boxes, box);
  return body && entry(description, codec, convert(body));
}

/** The identification header (RFC 7845, 5.1) from a dOps box, which has the same fields, big-endian. */
function opusHead(body: Uint8Array): Uint8Array {
  const reader = new ByteReader(body);
  reader.skip(1);
  const channels = reader.u8();
  const preSkip = reader.u16();
  const inputSampleRate = reader.u32();
  const gain = reader.u16();
  const writer = new ByteWriter(32);
  writer.utf8('OpusHead');
  writer
    .u8(1)
    .u8(channels)
    .u8(preSkip)
    .u8(preSkip >> 8);
  writer
    .u32LE(inputSampleRate)
    .u8(gain)
    .u8(gain >> 8);
  return writer.bytes(reader.rest()).finish();
}

const FLAC_MARKER = Uint8Array.of(0x66, 0x4c, 0x61, 0x43);
const STREAM_INFO = 34;
const FLAC_BLOCK_HEADER = 4;

/** The marker and STREAMINFO (RFC 9639, 8.1 and 8.2), now the last block, from a dfLa box. */
function flacHeader(body: Uint8Array): Uint8Array {
  const { reader } = readFullBox(body);
  const block = reader.copy(FLAC_BLOCK_HEADER + STREAM_INFO);
  block[0] = 0x80;
  return concat([FLAC_MARKER, block]);
}
