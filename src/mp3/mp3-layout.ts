import type { Mp3Frame } from '../media/codec-configuration/mp3-frame.js';
import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { ByteRange, PlacedFrame } from './mp3-frame-reader.js';
import { Mp3FrameReader } from './mp3-frame-reader.js';
import type { Mp3Info } from './mp3-info.js';
import { readMp3Info } from './mp3-info.js';

/** What the beginning of an MP3 file tells. */
export interface Mp3Layout {
  /** The first frame of sound: all others are of its version and sample rate. */
  readonly like: Mp3Frame;
  /** From the first frame of sound to the tags at the end. */
  readonly sound: ByteRange;
  readonly info: Mp3Info | undefined;
  /** All frames have the same bitrate, as far as was looked. */
  readonly isConstant: boolean;
}

/** Where to look whether the bitrate is the same everywhere. */
const PROBES = [0.1, 0.3, 0.5, 0.7, 0.9] as const;
const PROBE = 8 * 1024;

/**
 * Finds the first frame of sound and what is said of all.
 *
 * @param range without the tags
 * @throws {MediaError} unsupported for layers I and II and for free format; no-track if no frame is found within 1 MiB
 */
export async function readMp3Layout(file: MediaFile, range: ByteRange): Promise<Mp3Layout> {
  const reader = new Mp3FrameReader(file, range);
  const first = await next(reader);
  if (first === undefined) throw reader.foreign ?? new MediaError('no-track', 'there is no MP3 frame in the file');
  const info = readMp3Info(first.frame, first.bytes);
  const start = info === undefined ? first : await next(reader);
  if (start === undefined) throw new MediaError('no-track', 'there is no sound in the MP3 file');
  const sound = { from: start.offset, to: range.to };
  const isConstant = info === undefined ? await isSameEverywhere(file, sound, start.frame) : info.isConstant;
  return { like: start.frame, sound, info, isConstant };
}

/** Milliseconds at which a frame begins. */
export function frameTime({ like }: Pick<Mp3Layout, 'like'>, number: number): number {
  return Math.round((number * like.samples * 1000) / like.sampleRate);
}

/** The last frame that begins at or before `time` (milliseconds). */
export function frameAt(layout: Pick<Mp3Layout, 'like'>, time: number): number {
  const { samples, sampleRate } = layout.like;
  const number = Math.floor((time * sampleRate) / (samples * 1000));
  return frameTime(layout, number + 1) <= time ? number + 1 : number;
}

/** Bytes of a frame where all have the same bitrate, on average: some are padded by one. */
export function averageSize({ samples, bitrate, sampleRate }: Mp3Frame): number {
  return (samples * bitrate) / (8 * sampleRate);
}

async function next(reader: Mp3FrameReader): Promise<PlacedFrame | undefined> {
  do {
    const placed = reader.read();
    if (placed !== undefined) return placed;
  } while (await reader.more());
  return undefined;
}

async function isSameEverywhere(file: MediaFile, { from, to }: ByteRange, like: Mp3Frame): Promise<boolean> {
  for (const part of PROBES) {
    const range = { from: Math.floor(from + (to - from) * part), to };
    const placed = await next(new Mp3FrameReader(file, range, { like, block: PROBE }));
    if (placed !== undefined && placed.frame.bitrate !== like.bitrate) return false;
  }
  return true;
}
