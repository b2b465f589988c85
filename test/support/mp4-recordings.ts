import { readFile } from 'node:fs/promises';
import { expect, onTestFinished } from 'vitest';
import type { MediaMessage } from '../../src/media/media-message.js';
import { openMp4 } from '../../src/mp4/open-mp4.js';
import type { RecordingFile } from '../../src/stream/recording-file.js';
import { framesOf, playedFrom } from './media-source-reading.js';
import { MemoryMediaFile } from './memory-media-file.js';
import { stream } from './mp4-stream.js';
import { HeardRecording, TestRecordings } from './recordings.js';

/** What recordings as MP4 begin with, of H.264 and AAC. */
export const setup = [stream.avcHeader(), stream.aacHeader()];

/** Recordings as MP4. */
export async function mp4Recordings(): Promise<TestRecordings> {
  const made = await TestRecordings.make();
  made.container = 'mp4';
  return made;
}

export function write(file: RecordingFile, messages: readonly MediaMessage[]): void {
  for (const message of messages) expect(file.write(message)).toBe(true);
}

/** A whole recording of so many seconds. */
export async function record(
  made: TestRecordings,
  existing: 'replace' | 'append' | 'appendWithGap',
  seconds = 2,
  head: readonly MediaMessage[] = setup,
) {
  const news = new HeardRecording();
  const place = await made.place(existing, news);
  const file = place.open({ metadata: undefined, setup: head });
  write(file, stream.seconds(seconds));
  file.end();
  await place.close();
  expect(news.failures).toEqual([]);
  return news.files[0]!;
}

/** What is in a file: its boxes, how long it is, and its pictures and sounds. */
export async function contents(path: string) {
  const bytes = new Uint8Array(await readFile(path));
  const source = await openMp4(new MemoryMediaFile(bytes));
  const messages = await playedFrom(source, 0);
  const boxes: string[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    boxes.push(Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1'));
    at += new DataView(bytes.buffer).getUint32(at);
  }
  return {
    boxes,
    duration: await source.duration(),
    video: framesOf(messages, 'video'),
    audio: framesOf(messages, 'audio'),
  };
}

/** The boxes of a file whose header is in front. */
export const ORDINARY = ['ftyp', 'moov', 'mdat'];

/** A recording whose process is gone, with what it left. */
export async function interrupted(made: TestRecordings, existing: 'replace' | 'append', seconds = 3): Promise<string> {
  const news = new HeardRecording();
  const place = await made.place(existing, news);
  const file = place.open({ metadata: undefined, setup });
  write(file, stream.seconds(seconds));
  made.clock.advance(1000);
  made.clock.advance(0);
  await news.until(() => news.begun.length > 0);
  while (file.queuedBytes > 0) await new Promise((resolve) => setImmediate(resolve));
  const path = made.path('stream.mp4');
  made.growing.leave(path);
  made.restart();
  onTestFinished(async () => {
    file.end();
    await place.close();
  });
  return path;
}
