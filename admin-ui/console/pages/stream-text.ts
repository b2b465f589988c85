import type { Stream } from '../../../src/admin/api/schema/index.js';

const rate = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `H.264 1920×1080, 30 fps` */
export function videoText({ video, framesPerSecond }: Pick<Stream, 'video' | 'framesPerSecond'>): string {
  if (video === undefined) return '–';
  const size = video.width === undefined ? '' : ` ${video.width}×${video.height}`;
  return `${video.codec}${size}${framesPerSecond > 0 ? `, ${rate.format(framesPerSecond)} fps` : ''}`;
}

/** `AAC 48 kHz, 2 channels` */
export function audioText({ audio }: Pick<Stream, 'audio'>): string {
  if (audio === undefined) return '–';
  const frequency = audio.sampleRate === undefined ? '' : ` ${rate.format(audio.sampleRate / 1000)} kHz`;
  const channels =
    audio.channels === undefined ? '' : `, ${audio.channels === 1 ? 'mono' : `${audio.channels} channels`}`;
  return `${audio.codec}${frequency}${channels}`;
}
