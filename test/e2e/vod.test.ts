import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputOf, Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { laterTestMedia, testMedia } from '../support/test-media.js';

let server: ServerProcess;
let media: string;

beforeAll(async () => {
  const apps = newFolder('apps');
  media = join(apps, 'vod/media');
  mkdirSync(join(media, 'deep/er'), { recursive: true });
  const film = await testMedia('b-frames');
  copyFileSync(film, join(media, 'film.flv'));
  await convert(film, ['-c', 'copy'], 'film.mp4');
  await convert(film, ['-c', 'copy', '-movflags', '+empty_moov+frag_keyframe'], 'deep/er/fragments.mov');
  await convert(film, ['-vn', '-c:a', 'libmp3lame'], 'song.mp3');
  copyFileSync(await laterTestMedia('h264 and ac3'), join(apps, 'outside.mp4'));
  symlinkSync(join(apps, 'outside.mp4'), join(media, 'link.mp4'));
  server = await ServerProcess.start(['--apps', apps]);
}, 100_000);

afterAll(async () => {
  await server.stop();
});

async function convert(from: string, options: readonly string[], name: string): Promise<void> {
  await outputOf('ffmpeg', ['-v', 'error', '-y', '-i', from, ...options, join(media, name)], { timeout: 30_000 });
}

/** Size and hash of each frame of a track. */
async function frames(input: string, kind: 'v' | 'a'): Promise<string[]> {
  const args = ['-v', 'error', '-i', input, '-map', `0:${kind}`, '-c', 'copy', '-f', 'framemd5', '-'];
  const lines = (await outputOf('ffmpeg', args, { timeout: 30_000 })).split('\n');
  return lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').slice(4, 6).join().replaceAll(' ', ''));
}

describe('ffmpeg plays recorded media, frame by frame what is in the file', () => {
  test.each([
    { name: 'film', file: 'film.flv', kinds: 'va' },
    { name: 'film.mp4', file: 'film.mp4', kinds: 'va' },
    { name: 'mp4:film', file: 'film.mp4', kinds: 'va' },
    { name: 'mp4:deep/er/fragments.mov', file: 'deep/er/fragments.mov', kinds: 'va' },
    { name: 'mp3:song', file: 'song.mp3', kinds: 'a' },
  ] as const)(
    '$name',
    async ({ name, file, kinds }) => {
      for (const kind of kinds === 'va' ? (['v', 'a'] as const) : (['a'] as const)) {
        const own = await frames(join(media, file), kind);
        expect(own.length).toBeGreaterThan(50);
        expect(await frames(server.url(name, 'vod'), kind)).toEqual(own);
      }
    },
    60_000,
  );
});

test.each(['gone', 'mp4:link.mp4', 'mp4:../outside'])('%s is refused alike', async (name) => {
  const address = server.url('', 'vod').replace(/\/$/, '');
  const args = ['-q', '-r', address, '-y', name, '-o', join(newFolder('out'), 'out.flv')];
  const { code } = await new Program('rtmpdump', args, { timeout: 20_000 }).ended;
  expect(code).not.toBe(0);
});
