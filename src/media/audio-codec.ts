import { fourCc } from './ex-header.js';

/** Every audio codec that has a name in FLV or in Enhanced RTMP v2. */
export type AudioCodec =
  | 'pcm'
  | 'adpcm'
  | 'mp3'
  | 'pcm-le'
  | 'nellymoser-16k'
  | 'nellymoser-8k'
  | 'nellymoser'
  | 'g711a'
  | 'g711u'
  | 'aac'
  | 'speex'
  | 'mp3-8k'
  | 'device'
  | 'opus'
  | 'flac'
  | 'ac3'
  | 'eac3';

/** The sound format of Enhanced RTMP (ExHeader). */
export const EX_AUDIO = 9;

/** Sound formats of the legacy header (Adobe FLV 10.1, annex E.4.2.1). */
export const LEGACY_AUDIO_CODECS: readonly (AudioCodec | undefined)[] = [
  'pcm',
  'adpcm',
  'mp3',
  'pcm-le',
  'nellymoser-16k',
  'nellymoser-8k',
  'nellymoser',
  'g711a',
  'g711u',
  undefined,
  'aac',
  'speex',
  undefined,
  undefined,
  'mp3-8k',
  'device',
];

const BY_FOUR_CC: ReadonlyMap<number, AudioCodec> = new Map<number, AudioCodec>([
  [fourCc('mp4a'), 'aac'],
  [fourCc('Opus'), 'opus'],
  [fourCc('fLaC'), 'flac'],
  [fourCc('.mp3'), 'mp3'],
  [fourCc('ac-3'), 'ac3'],
  [fourCc('ec-3'), 'eac3'],
]);

/** Undefined for a FourCC that is no audio codec of Enhanced RTMP v2. */
export function audioCodecOf(code: number): AudioCodec | undefined {
  return BY_FOUR_CC.get(code);
}

const FOUR_CCS: ReadonlyMap<AudioCodec, number> = new Map([...BY_FOUR_CC].map(([code, codec]) => [codec, code]));

/** The name of a codec in Enhanced RTMP; undefined for those that have a legacy sound format only. */
export function audioFourCc(codec: AudioCodec): number | undefined {
  return FOUR_CCS.get(codec);
}
