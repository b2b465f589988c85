import type { Stream } from '../../../src/admin/api/schema/index.js';

const rate = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** As people call them; others are as the API names them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['avc', 'H.264'],
  ['hevc', 'H.265'],
  ['av1', 'AV1'],
  ['vp8', 'VP8'],
  ['vp9', 'VP9'],
  ['aac', 'AAC'],
  ['mp3', 'MP3'],
  ['opus', 'Opus'],
  ['flac', 'FLAC'],
  ['vvc', 'H.266'],
  ['sorenson-h263', 'Sorenson H.263'],
  ['vp6', 'VP6'],
  ['vp6a', 'VP6 with alpha'],
  ['speex', 'Speex'],
  ['nellymoser', 'Nellymoser'],
  ['ac3', 'AC-3'],
  ['eac3', 'E-AC-3'],
]);

/** The name of a codec. */
export function codecName(codec: string): string {
  return NAMES.get(codec) ?? codec;
}

/** `H.264 1920×1080, 30 fps` */
export function videoText({ video, framesPerSecond }: Pick<Stream, 'video' | 'framesPerSecond'>): string {
  if (video === undefined) return '–';
  const size = video.width === undefined ? '' : ` ${video.width}×${video.height}`;
  return `${codecName(video.codec)}${size}${framesPerSecond > 0 ? `, ${rate.format(framesPerSecond)} fps` : ''}`;
}

/** `AAC 48 kHz, 2 channels` */
export function audioText({ audio }: Pick<Stream, 'audio'>): string {
  if (audio === undefined) return '–';
  const frequency = audio.sampleRate === undefined ? '' : ` ${rate.format(audio.sampleRate / 1000)} kHz`;
  const channels =
    audio.channels === undefined ? '' : `, ${audio.channels === 1 ? 'mono' : `${audio.channels} channels`}`;
  return `${codecName(audio.codec)}${frequency}${channels}`;
}
