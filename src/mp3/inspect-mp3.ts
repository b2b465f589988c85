import type { MediaFile } from '../media/media-file.js';
import type { MediaDefect, MediaReport } from '../media/media-report.js';
import { bitRateOf } from '../media/media-report.js';
import type { MediaWork } from '../media/media-work.js';
import { Mp3FrameReader } from './mp3-frame-reader.js';
import { frameTime, readMp3Layout } from './mp3-layout.js';
import { readId3 } from './read-id3.js';

const BLOCK = 256 * 1024;

/**
 * Looks at all frames of an MP3 file, and tells what is in it and what is wrong with it.
 *
 * @throws {MediaError} unsupported for layers I and II and for free format; no-track if no frame is found within 1 MiB
 */
export async function inspectMp3(file: MediaFile, { onProgress, signal }: MediaWork = {}): Promise<MediaReport> {
  const { tags, sound: range } = await readId3(file);
  const layout = await readMp3Layout(file, range);
  const { like, sound, info } = layout;
  const reader = new Mp3FrameReader(file, sound, { like, isSync: true, block: BLOCK });
  let [frames, bytes, end] = [0, 0, sound.from];
  let garbageAt: number | undefined;
  do {
    for (let placed = reader.read(); placed !== undefined; placed = reader.read()) {
      if (placed.offset > end) garbageAt ??= end;
      end = placed.offset + placed.bytes.length;
      bytes += placed.bytes.length;
      frames++;
    }
    signal?.throwIfAborted();
    onProgress?.(reader.offset);
  } while (await reader.more());
  const duration = frameTime(layout, frames);
  const codec = like.sampleRate === 8000 ? 'mp3-8k' : 'mp3';
  const { sampleRate, channels } = like;
  const bitRate = bitRateOf(bytes, duration);
  return {
    container: 'mp3',
    size: file.size,
    duration,
    streams: [{ kind: 'audio', track: 0, codec, codecString: 'mp3', sampleRate, channels, frames, bitRate }],
    keyFrames: undefined,
    metadata: tags,
    defects: [...defects(sound.to, end - sound.from - bytes, garbageAt, end), ...countDefects(info?.frames, frames)],
  };
}

function* defects(to: number, garbage: number, garbageAt: number | undefined, end: number): Generator<MediaDefect> {
  const mend = 'nothing';
  if (garbage > 0) {
    yield { code: 'garbage', message: `${garbage} bytes that belong to no frame`, offset: garbageAt, mend };
  }
  if (end < to) {
    yield { code: 'truncated', message: `the last ${to - end} bytes are no whole frame`, offset: end, mend };
  }
}

function* countDefects(told: number | undefined, frames: number): Generator<MediaDefect> {
  if (told === undefined || Math.abs(told - frames) <= 1) return;
  const message = `the first frame tells of ${told} frames, there are ${frames}`;
  yield { code: 'wrong-duration', message, offset: undefined, mend: 'nothing' };
}
