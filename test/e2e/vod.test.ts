import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputOf, Program } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { ServerProcess } from '../support/server-process.js';
import { laterTestMedia } from '../support/test-media.js';
import { makeVodMedia, vodFiles } from '../support/vod-media.js';

let server: ServerProcess;
let media: string;

beforeAll(async () => {
  const { apps, folder } = await makeVodMedia();
  media = folder;
  copyFileSync(await laterTestMedia('h264 and ac3'), join(apps, 'outside.mp4'));
  symlinkSync(join(apps, 'outside.mp4'), join(media, 'link.mp4'));
  server = await ServerProcess.start(['--apps', apps]);
}, 100_000);

afterAll(async () => {
  await server.stop();
});

/** Size and hash of each frame of a track. */
async function frames(input: readonly string[], kind: 'v' | 'a'): Promise<string[]> {
  const args = ['-v', 'error', ...input, '-map', `0:${kind}`, '-c', 'copy', '-f', 'framemd5', '-'];
  const lines = (await outputOf('ffmpeg', args, { timeout: 30_000 })).split('\n');
  return lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').slice(4, 6).join().replaceAll(' ', ''));
}

/** With a buffer for all of it, so that it comes as fast as it can. */
const atOnce = ['-rtmp_buffer', '3600000'];

describe('ffmpeg plays recorded media, frame by frame what is in the file', () => {
  test.each([...vodFiles, { name: 'mp4:deep/er/copy.m4v', file: 'deep/er/copy.m4v' }])(
    '$name',
    async ({ name, file }) => {
      for (const kind of file === 'song.mp3' ? (['a'] as const) : (['v', 'a'] as const)) {
        const own = await frames(['-i', join(media, file)], kind);
        expect(own.length).toBeGreaterThan(50);
        expect(await frames([...atOnce, '-i', server.url(name, 'vod')], kind)).toEqual(own);
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
