import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { classify } from '../../src/media/classify.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { publishWithFfmpeg } from '../support/ffmpeg.js';
import { flvMessages } from '../support/flv-reading.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import type { Tracks } from '../support/media-frames.js';
import { outputOf, Program } from '../support/program.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { seededRandom } from '../support/seeded-random.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const KEY = 'application.streamManager.recording';
const FLUSH = 100;
const KINDS = ['audio', 'video'] as const;

const hashes = (tracks: Tracks, kind: 'audio' | 'video'): string[] => tracks[kind]!.frames.map(({ hash }) => hash);

/** Something that takes turns of the disk: looked at again and again. */
async function until(happened: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await happened())) await delay(20);
}

/** The types of the boxes of a file. */
async function boxes(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  const types: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at))
    types.push(bytes.toString('latin1', at + 4, at + 8));
  return types;
}

function send(client: RtmpTestClient, { kind, timestamp, payload }: MediaMessage): void {
  client.send({ audio: 8, video: 9, data: 18 }[kind], payload, 1, timestamp);
}

describeWith(['ffmpeg', 'rtmpdump'], 'recordings', () => {
  let file: string;
  beforeAll(async () => {
    file = await testMedia('h264 and aac');
  });

  it('play while they grow, to their end, frame by frame', { timeout: 60_000 }, async () => {
    await Promise.all((['flv', 'mp4'] as const).map((format) => followed(format, file)));
  });

  it('as MP4 survive kill -9, and are ordinary files after the next start', { timeout: 100_000 }, async () => {
    const messages = flvMessages(await readFile(file)).filter(({ kind }) => kind !== 'data');
    const [setup, media] = [messages.slice(0, 2), messages.slice(2)];
    const all = await readTracks(file);
    const random = seededRandom(57);
    const data = newFolder('data');
    const path = join(data, 'streams', 'live', '_definst_', 'stream.mp4');
    const options = ['--set', `${KEY}.flushInterval=${FLUSH}ms`, '--set', `${KEY}.format=mp4`];
    let kept: Record<'audio' | 'video', string[]> = { audio: [], video: [] };
    for (let round = 0; round < 6; round++) {
      const server = await ServerProcess.start(options, 30_000, data);
      const client = await RtmpTestClient.enter(server.port);
      client.command('createStream', 2);
      await client.answered('_result', 2);
      client.command('publish', 0, ['stream', 'append'], 1);
      await client.notified('NetStream.Record.Start');
      for (const message of setup) send(client, message);
      const wanted = 60 + Math.floor(random() * (media.length - 60));
      const sentAt: number[] = [];
      while (sentAt.length < wanted) {
        for (const message of media.slice(sentAt.length, Math.min(wanted, sentAt.length + 10))) {
          send(client, message);
          sentAt.push(performance.now());
        }
        await delay(20);
      }
      if (random() < 0.5) await delay(4 * FLUSH);
      server.program.kill('SIGKILL');
      const killedAt = performance.now();
      await server.program.ended;
      client.destroy();

      const next = await ServerProcess.start(options, 30_000, data);
      await until(async () => (await readdir(join(data, 'recording'))).length === 0);
      await next.stop();
      const due = media.slice(0, sentAt.filter((at) => killedAt - at > FLUSH + 400).length);
      const found = existsSync(path) ? await readTracks(path) : undefined;
      const now = { audio: found ? hashes(found, 'audio') : [], video: found ? hashes(found, 'video') : [] };
      for (const kind of KINDS) {
        expect(now[kind].slice(0, kept[kind].length), `round ${round}: what was there before`).toEqual(kept[kind]);
        const added = now[kind].slice(kept[kind].length);
        expect(added, `round ${round}: in order`).toEqual(hashes(all, kind).slice(0, added.length));
        const dueFrames = due.filter((message) => message.kind === kind && classify(message).isFrame).length;
        // The last frame of each kind waits for the next.
        expect(added.length, `round ${round}: what was due of ${kind}`).toBeGreaterThanOrEqual(dueFrames - 1);
      }
      kept = now;
      if (found !== undefined) expect(await boxes(path)).toEqual(['ftyp', 'moov', 'mdat']);
    }
    expect(kept.video.length).toBeGreaterThan(100);
    expect(await readdir(join(data, 'streams', 'live', '_definst_'))).toEqual(['stream.mp4']);
    const complaints = ['-v', 'warning', '-i', path, '-c', 'copy', '-f', 'null', '-'];
    expect(await outputOf('ffmpeg', complaints, { timeout: 30_000 })).toBe('');
  });
});

/** Publishes eight seconds, and plays the recording from its beginning while it grows. */
async function followed(format: 'flv' | 'mp4', file: string): Promise<void> {
  const set = [`streams=["*"]`, `format=${format}`, `name="{stream}"`, 'flushInterval=200ms'];
  const server = await ServerProcess.start(set.flatMap((each) => ['--set', `${KEY}.${each}`]));
  const path = join(server.data, 'streams', 'live', '_definst_', `camera.${format}`);
  const publisher = publishWithFfmpeg(file, server.url('camera'), { times: 2 });
  await until(() => existsSync(path));
  await delay(1000);
  const target = join(newFolder('played'), 'followed.flv');
  const address = `rtmp://127.0.0.1:${server.port}/live`;
  const args = ['--rtmp', address, '--playpath', format === 'flv' ? 'camera' : 'mp4:camera', '--flv', target];
  const player = new Program('rtmpdump', args, { timeout: 40_000 });
  await publisher.ended;
  const publishedAt = performance.now();
  await player.ended;
  expect(performance.now() - publishedAt, `${format}: milliseconds to the end`).toBeLessThan(5000);
  await server.stop();
  const [recorded, played, published] = await Promise.all([path, target, file].map(readTracks));
  for (const kind of KINDS) {
    expect(hashes(recorded!, kind)).toEqual([...hashes(published!, kind), ...hashes(published!, kind)]);
    expect(hashes(played!, kind), `${format}: ${kind}`).toEqual(hashes(recorded!, kind));
  }
}
