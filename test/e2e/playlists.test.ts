import { copyFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/foreign-clients.js';
import { hasMedia, playWithFfmpeg } from '../support/ffmpeg.js';
import type { Frame } from '../support/media-frames.js';
import { readTracks } from '../support/media-frames.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { testMedia } from '../support/test-media.js';

const PLAYLIST = `loop: true
items:
  - play: first
  - play: second
    length: 2s
`;

describeWith(['ffmpeg'], 'a playlist of two files of different size', () => {
  let server: ServerProcess;
  let files: readonly string[];
  beforeAll(async () => {
    const apps = newFolder('apps');
    const [media, playlists] = [join(apps, 'tv', 'media'), join(apps, 'tv', 'playlists')];
    await mkdir(media, { recursive: true });
    await mkdir(playlists);
    files = [await testMedia('another h264 and aac'), await testMedia('h264 and aac')];
    copyFileSync(files[0]!, join(media, 'first.flv'));
    copyFileSync(files[1]!, join(media, 'second.flv'));
    await writeFile(join(playlists, 'channel.yaml'), PLAYLIST);
    server = await ServerProcess.start(['--apps', apps]);
  }, 60_000);
  afterAll(async () => {
    await server.stop();
  });

  it('is on air without anybody asking, frame by frame what is in the files, and time never steps back', async () => {
    const recording = join(newFolder('played'), 'played.flv');
    const player = playWithFfmpeg(server.url('channel', 'tv'), recording);
    await hasMedia(player);
    await player.printed(/time=00:00:1[0-9]/);
    player.kill('SIGINT');
    await player.ended;

    const [first, second, played] = await Promise.all([...files, recording].map(readTracks));
    for (const kind of ['video', 'audio'] as const) {
      const round = [...first![kind]!.frames, ...second![kind]!.frames.filter(({ dts }) => dts < 2000)];
      expectRounds(played![kind]!.frames, round);
    }
    expect(server.log().filter(({ level }) => level === 'warn' || level === 40)).toEqual([]);
  }, 60_000);
});

/** The player came with the frame that was there then; from there on it is round after round, at a steady pace. */
function expectRounds(frames: readonly Frame[], round: readonly Frame[]): void {
  const hashes = round.map(({ hash }) => hash);
  const [one = '', two = ''] = frames.map(({ hash }) => hash);
  const begin = hashes.findIndex((hash, i) => hash === one && hashes[(i + 1) % hashes.length] === two);
  expect(begin).toBeGreaterThanOrEqual(0);
  expect(frames.length).toBeGreaterThan(round.length);
  expect(frames.map(({ hash }) => hash)).toEqual(frames.map((_, i) => hashes[(begin + i) % hashes.length]));
  const steps = frames.slice(1).map(({ dts }, i) => dts - frames[i]!.dts);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...steps)).toBeLessThan(150);
}
