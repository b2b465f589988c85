import { concat } from '../../src/bytes/concat.js';

/** MPEG 1 layer III, 44,100 Hz, joint stereo; the bitrates by index. */
const BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/** One frame, by hand: 128 kbit/s is index 9. Its bytes behind the header are `fill`. */
export function mp3Frame(bitrateIndex = 9, padding: 0 | 1 = 0, fill = 0): Uint8Array {
  const size = Math.floor((144 * BITRATES[bitrateIndex]! * 1000) / 44_100) + padding;
  const frame = new Uint8Array(size).fill(fill);
  frame.set([0xff, 0xfb, (bitrateIndex << 4) | (padding << 1), 0x40]);
  return frame;
}

/** Frames of constant bitrate, padded as encoders do it. */
export function constantFrames(count: number): Uint8Array {
  const size = (144 * 128_000) / 44_100;
  const isPadded = (i: number) => Math.floor((i + 1) * size) - Math.floor(i * size) > Math.floor(size);
  return concat(Array.from({ length: count }, (_, i) => mp3Frame(9, isPadded(i) ? 1 : 0, i & 0x7f)));
}

/** Frames of every bitrate in turn. */
export function variableFrames(count: number): Uint8Array {
  return concat(Array.from({ length: count }, (_, i) => mp3Frame(1 + (i % 14), 0, i & 0x7f)));
}
