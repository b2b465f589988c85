import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { classify } from '../../src/media/classify.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { flvLines } from '../support/flv-lines.js';
import { readFlv, flvMessages } from '../support/flv-reading.js';
import { hasBegun, publishWithFfmpeg } from '../support/ffmpeg.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import type { Tracks } from '../support/media-frames.js';
import { expectFaithful } from '../support/media-judge.js';
import { outputOf } from '../support/program.js';
import { RtmpTestClient } from '../support/rtmp-test-client.js';
import { newFolder } from '../support/run-folder.js';
import { seededRandom } from '../support/seeded-random.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const KEY = 'application.streamManager.recording';
const FLUSH = 100;

/** The files that a server has recorded, in the order of their names. */
async function recordings(server: ServerProcess): Promise<string[]> {
  const folder = join(server.data, 'streams', 'live', '_definst_');
  const names = await readdir(folder);
  return names.sort().map((name) => join(folder, name));
}

/** What ffmpeg has to say against a file. */
function complaints(file: string): Promise<string> {
  return outputOf('ffmpeg', ['-v', 'warning', '-i', file, '-c', 'copy', '-f', 'null', '-'], { timeout: 30_000 });
}

function hashes(tracks: Tracks, kind: 'audio' | 'video'): string[] {
  return tracks[kind]!.frames.map(({ hash }) => hash);
}

/** A client that publishes and is allowed to record. */
async function recordingClient(server: ServerProcess, type: string): Promise<RtmpTestClient> {
  const client = await RtmpTestClient.enter(server.port);
  client.command('createStream', 2);
  await client.answered('_result', 2);
  client.command('publish', 0, ['stream', type], 1);
  await client.notified('NetStream.Record.Start');
  return client;
}

function send(client: RtmpTestClient, { kind, timestamp, payload }: MediaMessage): void {
  client.send({ audio: 8, video: 9, data: 18 }[kind], payload, 1, timestamp);
}

const frames = (messages: readonly MediaMessage[]): string[] =>
  messages.filter((message) => classify(message).isFrame).map(({ payload }) => Buffer.from(payload).toString('base64'));

describeWith(['ffmpeg'], 'recordings', () => {
  let file: string;
  beforeAll(async () => {
    file = await testMedia('h264 and aac');
  });

  it.concurrent(
    'hold what ffmpeg published, whole or in parts, and ffmpeg has nothing to say against them',
    async () => {
      const server = await ServerProcess.start(['--set', `${KEY}.streams=["*"]`]);
      const parts = await ServerProcess.start(['--set', `${KEY}.streams=["*"]`, '--set', `${KEY}.splitTime=1s`]);
      const publishers = [server, parts].map((each) => publishWithFfmpeg(file, each.url('camera'), { rate: 4 }));
      await Promise.all(publishers.map(({ ended }) => ended));
      await Promise.all([server.stop(), parts.stop()]);
      const published = await readTracks(file);

      const whole = await recordings(server);
      expect(whole).toHaveLength(1);
      expectFaithful(published, await readTracks(whole[0]!), 'from the start');
      expect(await complaints(whole[0]!)).toBe('');
      expect((await flvLines(whole[0]!)).metadata.get('duration')).toBeCloseTo(4, 0);

      const pieces = await recordings(parts);
      expect(pieces).toHaveLength(4);
      const tracks = await Promise.all(pieces.map(readTracks));
      for (const kind of ['audio', 'video'] as const) {
        expect(tracks.flatMap((each) => hashes(each, kind))).toEqual(hashes(published, kind));
      }
      for (const piece of pieces) expect(await complaints(piece)).toBe('');
    },
  );

  it.concurrent('are MP4 where that is wanted', async () => {
    const server = await ServerProcess.start(['--set', `${KEY}.streams=["*"]`, '--set', `${KEY}.format=mp4`]);
    await publishWithFfmpeg(file, server.url('camera'), { rate: 4 }).ended;
    await server.stop();
    const [path] = await recordings(server);
    expect(path).toMatch(/\.mp4$/);
    const [published, recorded] = [await readTracks(file), await readTracks(path!)];
    for (const kind of ['audio', 'video'] as const) expect(hashes(recorded, kind)).toEqual(hashes(published, kind));
    expect(await complaints(path!)).toBe('');
  });

  it.concurrent('are finished by SIGTERM', async () => {
    const server = await ServerProcess.start(['--set', `${KEY}.streams=["*"]`]);
    const publisher = publishWithFfmpeg(file, server.url('camera'), { times: 10 });
    await hasBegun(publisher);
    await publisher.printed(/time=00:00:01/);
    await server.stop();
    await publisher.ended;
    const [path] = await recordings(server);
    const { metadata, garbage } = await flvLines(path!);
    expect(metadata.get('duration')).toBeGreaterThan(0.9);
    expect(metadata.get('filesize')).toBe((await stat(path!)).size);
    expect(garbage).toBe(0);
    expect(await readdir(join(server.data, 'recording'))).toEqual([]);
  });

  it('survive kill -9 at any moment, and the next start repairs them and goes on', { timeout: 150_000 }, async () => {
    const messages = flvMessages(await readFile(file)).filter(({ kind }) => kind !== 'data');
    const [setup, media] = [messages.slice(0, 2), messages.slice(2)];
    expect(setup.every((message) => classify(message).isConfiguration)).toBe(true);
    const random = seededRandom(56);
    const data = newFolder('data');
    const path = join(data, 'streams', 'live', '_definst_', 'stream.flv');
    const kept: string[] = [];
    for (let round = 0; round < 20; round++) {
      const server = await ServerProcess.start(['--set', `${KEY}.flushInterval=${FLUSH}ms`], 30_000, data);
      const client = await recordingClient(server, 'append');
      const wanted = 1 + Math.floor(random() * (media.length - 1));
      const sentAt: number[] = [];
      for (const message of setup) send(client, message);
      while (sentAt.length < wanted) {
        for (const message of media.slice(sentAt.length, Math.min(wanted, sentAt.length + 10))) {
          send(client, message);
          sentAt.push(performance.now());
        }
        // An encoder has its pace.
        await delay(5);
      }
      if (random() < 0.5) await delay(random() * 2 * FLUSH);
      server.program.kill('SIGKILL');
      const killedAt = performance.now();
      await server.program.ended;
      client.destroy();

      const sent = frames(media.slice(0, wanted));
      const due = sentAt.filter((at) => killedAt - at > FLUSH + 400).length;
      const found = await readFile(path).then(
        (bytes) => frames(readFlv([bytes]).tags.length > 0 ? flvMessages(bytes) : []),
        () => [],
      );
      expect(found.slice(0, kept.length), `round ${round}: what was there before`).toEqual(kept);
      const added = found.slice(kept.length);
      expect(added, `round ${round}: in order`).toEqual(sent.slice(0, added.length));
      expect(added.length, `round ${round}: what was due`).toBeGreaterThanOrEqual(due);
      kept.push(...added);
    }
    // Enough that the rounds above had something to lose.
    expect(kept.length).toBeGreaterThan(10 * 20);
    const server = await ServerProcess.start([], 30_000, data);
    const client = await recordingClient(server, 'append');
    for (const message of [...setup, ...media.slice(0, 20)]) send(client, message);
    client.command('closeStream', 0, [], 1);
    await client.notified('NetStream.Record.Stop');
    client.destroy();
    await server.stop();
    kept.push(...frames(media.slice(0, 20)));
    const bytes = await readFile(path);
    expect(frames(flvMessages(bytes))).toEqual(kept);
    const { metadata, garbage } = await flvLines(path);
    expect(garbage).toBe(0);
    expect(metadata.get('filesize')).toBe(bytes.length);
    const times = flvMessages(bytes).map(({ timestamp }) => timestamp);
    expect(times.findIndex((time, i) => time < (times[i - 1] ?? 0) - 50)).toBe(-1);
    expect(metadata.get('duration')).toBeGreaterThanOrEqual(Math.max(...times) / 1000);
    expect(await complaints(path)).toBe('');
  });
});
