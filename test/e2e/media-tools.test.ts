import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeFlvIndex } from '../../src/flv/flv-index-bytes.js';
import { silentLogger } from '../../src/log/logger.js';
import { fileVersion } from '../../src/storage/disk-file.js';
import { IndexFiles } from '../../src/storage/index-files.js';
import { RecordingJournal } from '../../src/storage/recording-journal.js';
import { describeWith } from '../support/foreign-clients.js';
import { readTracks } from '../support/media-frames.js';
import { expectSameMedia, expectSound } from '../support/mp4-judge.js';
import type { ProgramResult } from '../support/program.js';
import { newFolder } from '../support/run-folder.js';
import { afterglow } from '../support/server-process.js';
import type { MediaName } from '../support/test-media.js';
import { laterTestMedia, testMedia } from '../support/test-media.js';

const data = newFolder('media-data');
const media = (...args: string[]): Promise<ProgramResult> => afterglow(['media', ...args], data).ended;

/** A copy of a test file for one test alone, without its last bytes. */
async function copyOf(name: MediaName, cut = 0): Promise<string> {
  const path = join(newFolder('media-tools'), 'a.flv');
  copyFileSync(await testMedia(name), path);
  truncateSync(path, readFileSync(path).length - cut);
  return path;
}

describeWith(['ffmpeg'], 'the tools for media files', () => {
  it('tells what they do and how', async () => {
    const help = await media('--help');
    expect(help.code).toBe(0);
    for (const command of ['inspect', 'index', 'repair', 'remux']) {
      expect(help.stdout).toContain(command);
      expect((await media(command, '--help')).stdout).toContain('Usage: afterglow media');
    }
    expect((await media('polish', 'a.flv')).code).toBe(2);
  });

  it('inspects: a table, one line of JSON for each file, and what is wrong with them', async () => {
    const [flv, mp4] = [await copyOf('h264 and aac', 30), await laterTestMedia('hevc and aac')];
    const table = await media('inspect', flv, mp4);
    expect([table.code, table.stderr]).toEqual([0, '']);
    expect(table.stdout).toMatch(/video +avc \(avc1\.\w{6}\), 320x180, 25 frames\/s/);
    expect(table.stdout).toMatch(/audio +aac \(mp4a\.40\.2\), 44100 Hz, 2 channels/);
    expect(table.stdout).toMatch(
      /truncated: the last tag is cut off: \d+ bytes of it are there at byte \d+ \(mend it: /,
    );
    const { code, stdout, stderr } = await media('inspect', '--json', flv, mp4, 'nowhere.flv');
    expect([code, stderr]).toEqual([1, 'nowhere.flv: there is no such file; check its name.\n']);
    const [first, second, third] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ file: flv, container: 'flv', size: readFileSync(flv).length });
    expect(first!.streams).toMatchObject([
      { kind: 'video', codec: 'avc', width: 320, height: 180, frameRate: 25, frames: 100 },
      { kind: 'audio', codec: 'aac', codecString: 'mp4a.40.2', sampleRate: 44100, channels: 2 },
    ]);
    expect(first!.keyFrames).toEqual({ count: 4, meanInterval: 1000, maxInterval: 1000 });
    expect(first!.metadata).toMatchObject({ width: 320, height: 180 });
    expect(first!.defects).toMatchObject([
      { code: 'no-index', mend: 'repair' },
      { code: 'truncated', mend: 'repair' },
    ]);
    expect(second).toMatchObject({ container: 'mp4', streams: [{ codec: 'hevc' }, { codec: 'aac' }] });
    expect(third).toEqual({ file: 'nowhere.flv', error: 'there is no such file; check its name.' });
    expect((await media('inspect', '--strict', flv)).code).toBe(1);
  });

  it('repairs in place, keeps the file as it was, and has then nothing more to do', async () => {
    const path = await copyOf('b-frames', 30);
    const before = readFileSync(path);
    const dry = await media('repair', '--dry-run', path);
    expect([dry.code, dry.stderr, readFileSync(path).equals(before)]).toEqual([0, '', true]);
    expect(dry.stdout).toContain('to be repaired');
    const done = await media('repair', path);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain(`as it was, it is ${path}.bak`);
    expect(readFileSync(`${path}.bak`).equals(before)).toBe(true);
    await expectSound(path);
    const kept = await readTracks(`${path}.bak`);
    const mended = await readTracks(path);
    const lost = kept.audio!.frames.length - mended.audio!.frames.length;
    expect(mended.video!.frames).toEqual(kept.video!.frames);
    expect(mended.audio!.frames).toEqual(kept.audio!.frames.slice(0, kept.audio!.frames.length - lost));
    expect(lost).toBeLessThanOrEqual(1);
    const again = await media('repair', path);
    expect([again.code, again.stdout]).toEqual([0, `${path}: nothing to repair\n`]);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['a.flv', 'a.flv.bak']);
  });

  it('repairs elsewhere, keeps nothing if told so, and leaves alone what a server records', async () => {
    const path = await copyOf('video only', 5);
    const output = join(path, '../mended.flv');
    expect((await media('repair', '--output', output, path)).code).toBe(0);
    expect((await media('repair', '--output', output, path)).stderr).toContain('is there already');
    await new RecordingJournal(data).enter(await realpath(path), false);
    const refused = await media('repair', path);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('a server is recording it');
    expect((await media('repair', '--force', '--discard', path)).code).toBe(0);
    expect(readFileSync(path).equals(readFileSync(output))).toBe(true);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['a.flv', 'mended.flv']);
    const several = await media('repair', '--output', output, path, output);
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('--output is for one file')]);
  });

  it.each(['SIGKILL', 'SIGINT'] as const)('%s in the middle of a repair leaves the file as it was', async (signal) => {
    const path = await copyOf('heavy video', 30);
    const before = readFileSync(path);
    const folder = join(path, '..');
    const tool = afterglow(['media', 'repair', '--discard', path], data);
    const watcher = watch(folder, (_, name) => {
      if (name?.startsWith('.a.flv.new-') !== true) return;
      watcher.close();
      tool.kill(signal);
    });
    const { code } = await tool.ended;
    expect(readFileSync(path).equals(before)).toBe(true);
    if (signal === 'SIGINT') {
      expect([code, readdirSync(folder)]).toEqual([1, ['a.flv']]);
      return;
    }
    expect((await media('repair', '--discard', path)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['a.flv']);
    await expectSound(path);
  });

  it('makes the indexes that the server looks for', async () => {
    const folder = join(newFolder('library'), 'media');
    mkdirSync(join(folder, 'deep/.hidden'), { recursive: true });
    const flv = join(folder, 'deep/a.flv');
    copyFileSync(await testMedia('h264 and aac'), flv);
    copyFileSync(flv, join(folder, 'deep/.hidden/b.flv'));
    copyFileSync(await laterTestMedia('hevc and aac'), join(folder, 'b.mp4'));
    writeFileSync(join(folder, 'notes.txt'), 'nothing to play');
    const first = await media('index', folder);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/2 files, .*: 1 indexed, 0 that were already, 1 that need no index\.\n$/);
    const version = fileVersion(await stat(flv, { bigint: true }), undefined);
    const kept = await new IndexFiles(join(data, 'cache'), silentLogger).load(version);
    expect(decodeFlvIndex(kept!, readFileSync(flv).length)?.points).toHaveLength(4);
    expect((await media('index', flv)).stdout).toContain('was indexed already');
  });

  it('puts media into another container and back, frame by frame', async () => {
    const source = await testMedia('b-frames');
    const folder = newFolder('remux');
    const [mp4, flv] = [join(folder, 'a.mp4'), join(folder, 'b.flv')];
    const there = await media('remux', source, mp4);
    expect([there.code, there.stderr]).toEqual([0, '']);
    expect((await media('remux', mp4, flv)).code).toBe(0);
    const stream = await readTracks(source);
    for (const path of [mp4, flv]) {
      await expectSound(path);
      expect((await media('inspect', '--strict', path)).code).toBe(0);
    }
    expectSameMedia(stream, await readTracks(mp4));
    const back = await readTracks(flv);
    for (const kind of ['audio', 'video'] as const) {
      expect(back[kind]!.frames.map(({ hash }) => hash)).toEqual(stream[kind]!.frames.map(({ hash }) => hash));
      const early = back[kind]!.frames.filter(({ dts, composition }, i) => {
        const wanted = stream[kind]!.frames[i]!;
        return Math.abs(dts - wanted.dts) > 1 || Math.abs(composition - wanted.composition) > 1;
      });
      expect(early).toEqual([]);
    }
    const refused = await media('remux', source, mp4);
    expect([refused.code, refused.stderr]).toEqual([1, `${mp4} is there already; replace it with --force.\n`]);
    expect((await media('remux', '--force', source, mp4)).code).toBe(0);
    expect((await media('remux', source, join(folder, 'a.avi'))).code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['a.mp4', 'b.flv']);
  });

  it('names what the other container cannot have, and does without it if told so', async () => {
    const source = await testMedia('sorenson h263 and mp3');
    const mp4 = join(newFolder('remux'), 'a.mp4');
    const refused = await media('remux', source, mp4);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('MP4 cannot have all of it: video in sorenson-h263');
    expect(existsSync(mp4)).toBe(false);
    const done = await media('remux', '--leave-out', source, mp4);
    expect([done.code, done.stderr]).toEqual([0, `${source}: left out: video in sorenson-h263\n`]);
    await expectSound(mp4);
  });
});
