import type { VideoCodec } from './video-codec.js';
import { hasCompositionTime, LEGACY_VIDEO_CODECS, videoFourCc } from './video-codec.js';

/** Frame types that carry coded pictures (Adobe FLV 10.1, annex E.4.3.1). */
const FRAME_TYPES = { key: 1, inter: 2, disposable: 3 } as const;

export type WrittenFrameType = keyof typeof FRAME_TYPES;

const LEGACY_SEQUENCE_HEADER = 0;
const LEGACY_NAL_UNITS = 1;

const EX_HEADER = 0x80;
const SEQUENCE_START = 0;
const CODED_FRAMES = 1;
const CODED_FRAMES_X = 3;

/** What a signed 24-bit composition time can tell, in milliseconds. */
const MOST = 0x7fffff;
const LEAST = -0x800000;

/**
 * The payload of a video sequence header: AVC under its legacy codec id, which everybody reads, other codecs
 * by their FourCC (Enhanced RTMP v2, ExVideoTagHeader).
 *
 * @param configuration the record of the codec, as the avcC, hvcC, av1C or vpcC box has it, without version and flags
 *   of the latter
 * @throws {RangeError} for a codec without sequence header
 */
export function writeVideoSequenceHeader(codec: VideoCodec, configuration: Uint8Array): Uint8Array {
  const first = FRAME_TYPES.key << 4;
  if (codec === 'avc') return payload([first | legacyId(codec), LEGACY_SEQUENCE_HEADER, 0, 0, 0], configuration);
  return payload([EX_HEADER | first | SEQUENCE_START, ...fourCcBytes(codec)], configuration);
}

/**
 * The payload of a video frame: AVC and the codecs of Flash under their legacy codec id, others by their FourCC,
 * with the composition time in front where the codec has one and it is not 0.
 *
 * @param body NAL units with lengths of four bytes, or what else the codec has
 * @param compositionTime milliseconds from decoding to presentation; the nearest that 24 bits can tell is written
 */
export function writeVideoFrame(
  codec: VideoCodec,
  type: WrittenFrameType,
  body: Uint8Array,
  compositionTime = 0,
): Uint8Array {
  const first = FRAME_TYPES[type] << 4;
  if (codec === 'avc') return payload([first | legacyId(codec), LEGACY_NAL_UNITS, ...i24(compositionTime)], body);
  if (videoFourCc(codec) === undefined) return payload([first | legacyId(codec)], body);
  if (!hasCompositionTime(codec)) return payload([EX_HEADER | first | CODED_FRAMES, ...fourCcBytes(codec)], body);
  if (compositionTime === 0) return payload([EX_HEADER | first | CODED_FRAMES_X, ...fourCcBytes(codec)], body);
  return payload([EX_HEADER | first | CODED_FRAMES, ...fourCcBytes(codec), ...i24(compositionTime)], body);
}

function legacyId(codec: VideoCodec): number {
  return LEGACY_VIDEO_CODECS.indexOf(codec);
}

function fourCcBytes(codec: VideoCodec): readonly number[] {
  const code = videoFourCc(codec);
  if (code === undefined) throw new RangeError(`${codec} has no sequence header`);
  return [code >>> 24, (code >>> 16) & 0xff, (code >>> 8) & 0xff, code & 0xff];
}

function i24(value: number): readonly number[] {
  const kept = Math.min(Math.max(value, LEAST), MOST);
  return [(kept >> 16) & 0xff, (kept >> 8) & 0xff, kept & 0xff];
}

function payload(header: readonly number[], body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header.length + body.length);
  bytes.set(header);
  bytes.set(body, header.length);
  return bytes;
}
