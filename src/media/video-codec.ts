import { fourCc } from './ex-header.js';

/** Every video codec that has a name in FLV, in Enhanced RTMP, or in the numbering of Chinese CDNs. */
export type VideoCodec =
  'jpeg' | 'sorenson-h263' | 'screen' | 'vp6' | 'vp6a' | 'screen2' | 'avc' | 'hevc' | 'vvc' | 'av1' | 'vp8' | 'vp9';

/**
 * Codec ids of the legacy header (Adobe FLV 10.1, annex E.4.3.1). 12 and 13 are not Adobe's: Tencent's extension
 * of FLV, which encoders for Chinese CDNs speak.
 */
export const LEGACY_VIDEO_CODECS: readonly (VideoCodec | undefined)[] = [
  undefined,
  'jpeg',
  'sorenson-h263',
  'screen',
  'vp6',
  'vp6a',
  'screen2',
  'avc',
  undefined,
  undefined,
  undefined,
  undefined,
  'hevc',
  'av1',
  undefined,
  undefined,
];

const BY_FOUR_CC: ReadonlyMap<number, VideoCodec> = new Map<number, VideoCodec>([
  [fourCc('avc1'), 'avc'],
  [fourCc('hvc1'), 'hevc'],
  [fourCc('vvc1'), 'vvc'],
  [fourCc('av01'), 'av1'],
  [fourCc('vp08'), 'vp8'],
  [fourCc('vp09'), 'vp9'],
]);

/** Undefined for a FourCC that is no video codec of Enhanced RTMP v2. */
export function videoCodecOf(code: number): VideoCodec | undefined {
  return BY_FOUR_CC.get(code);
}

const FOUR_CCS: ReadonlyMap<VideoCodec, number> = new Map([...BY_FOUR_CC].map(([code, codec]) => [codec, code]));

/** The name of a codec in Enhanced RTMP; undefined for those that have a legacy codec id only. */
export function videoFourCc(codec: VideoCodec): number | undefined {
  return FOUR_CCS.get(codec);
}

/** Frames of these carry a composition time offset: their pictures are not shown in the order of decoding. */
export function hasCompositionTime(codec: VideoCodec | undefined): boolean {
  return codec === 'avc' || codec === 'hevc' || codec === 'vvc';
}
