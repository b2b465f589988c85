import { ByteReader } from '../bytes/byte-reader.js';
import type { VideoCodec } from '../media/video-codec.js';
import { findBox } from './read-box.js';
import type { Box } from './read-box.js';
import type { VideoEntry } from './sample-entry.js';

interface Binding {
  readonly codec: VideoCodec;
  readonly box: string;
  /** Where the record keeps the size of NAL unit lengths, in its two lowest bits; undefined if it has none. */
  readonly lengthSizeAt?: number;
  /** Bytes of version and flags in front of the record. */
  readonly prefix?: number;
}

const AVC: Binding = { codec: 'avc', box: 'avcC', lengthSizeAt: 4 };
const HEVC: Binding = { codec: 'hevc', box: 'hvcC', lengthSizeAt: 21 };
const VP_RECORD = { box: 'vpcC', prefix: 4 } as const;

/** ISO/IEC 14496-15, 5.4 and 8.4; AV1 in ISO base media file format, 2.2; VP Codec ISO Media File Format Binding. */
const BINDINGS: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ['avc1', AVC],
  ['avc3', AVC],
  ['hvc1', HEVC],
  ['hev1', HEVC],
  ['av01', { codec: 'av1', box: 'av1C' }],
  ['vp08', { codec: 'vp8', ...VP_RECORD }],
  ['vp09', { codec: 'vp9', ...VP_RECORD }],
]);

const LENGTH_SIZE = 3;

/**
 * Reads a video sample entry (ISO/IEC 14496-12, 12.1.3).
 *
 * @returns undefined for a codec that cannot be played
 * @throws {EndOfBytesError | MediaError}
 */
export function readVisualEntry({ type, body }: Box): VideoEntry | undefined {
  const binding = BINDINGS.get(type);
  if (binding === undefined) return undefined;
  const reader = new ByteReader(body);
  reader.skip(8 + 16);
  const width = reader.u16();
  const height = reader.u16();
  reader.skip(14 + 32 + 4); // resolution, frame count, name, depth, colour table
  const record = findBox(reader.rest(), binding.box)?.slice(binding.prefix ?? 0);
  if (record === undefined || record.length === 0) return undefined;
  const { codec, lengthSizeAt } = binding;
  const entry = { kind: 'video', codec, type, configuration: record, width, height } as const;
  const lengths = lengthSizeAt === undefined ? undefined : record[lengthSizeAt];
  if (lengthSizeAt === undefined) return { ...entry, nalLengthSize: undefined };
  if (lengths === undefined) return undefined;
  record[lengthSizeAt] = lengths | LENGTH_SIZE;
  return { ...entry, nalLengthSize: (lengths & LENGTH_SIZE) + 1 };
}
