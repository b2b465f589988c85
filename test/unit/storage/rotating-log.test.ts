import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RotatingLog } from '../../../src/storage/rotating-log.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rotating-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('RotatingLog', () => {
  const options = { maxSize: 20, files: 3, header: () => '#' };
  const now = (): number => 0;
  const rethrow = (error: unknown): never => {
    throw error;
  };

  it('keeps so many files, and goes on in the file that is there', async () => {
    const path = join(folder, 'x.log');
    for (const word of ['first', 'second', 'third', 'fourth']) {
      const log = new RotatingLog(path, () => options, now, rethrow);
      log.write(`${word} and more than 20`);
      await log.flush();
    }
    expect((await readdir(folder)).sort()).toEqual(['x.1.log', 'x.2.log', 'x.log']);
    expect(await readFile(path, 'utf8')).toBe('#\nfourth and more than 20\n');
    expect(await readFile(join(folder, 'x.2.log'), 'utf8')).toBe('#\nsecond and more than 20\n');
  });

  it('tells how many lines were lost', async () => {
    const path = join(folder, 'x.log');
    const log = new RotatingLog(path, () => ({ ...options, maxSize: 1e9 }), now, rethrow);
    for (let line = 0; line < 3000; line++) log.write('x'.repeat(1000));
    await log.flush();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 1048 + 1);
    expect(lines.at(-1)).toBe('# 1952 lines were lost: they came faster than they can be written');
  });

  it('goes on in another file when its time is over, also that of who was before', async () => {
    const path = join(folder, 'x.log');
    let date = Date.now();
    const hourly = { ...options, maxSize: 1e9, leftAfter: (begun: number) => begun + 3_600_000 };
    const write = async (log: RotatingLog, line: string): Promise<void> => {
      log.write(line);
      await log.flush();
    };
    const first = new RotatingLog(
      path,
      () => hourly,
      () => date,
      rethrow,
    );
    await write(first, 'one');
    await write(first, 'two');
    date += 3_700_000;
    await write(first, 'three');
    date += 3_700_000;
    const second = new RotatingLog(
      path,
      () => hourly,
      () => date,
      rethrow,
    );
    await write(second, 'four');
    expect(await readFile(join(folder, 'x.2.log'), 'utf8')).toBe('#\none\ntwo\n');
    expect(await readFile(join(folder, 'x.1.log'), 'utf8')).toBe('#\nthree\n');
    expect(await readFile(path, 'utf8')).toBe('#\nfour\n');
  });

  it('says its header again where it is announced, and once at the beginning of a file', async () => {
    const path = join(folder, 'x.log');
    let header = '# one';
    const log = new RotatingLog(path, () => ({ ...options, maxSize: 1e9, header: () => header }), now, rethrow);
    log.announce();
    log.write('a');
    await log.flush();
    header = '# two';
    log.announce();
    log.write('b');
    await log.flush();
    expect(await readFile(path, 'utf8')).toBe('# one\na\n# two\nb\n');
  });

  it('forgets what is left of a time when more files were kept', async () => {
    const path = join(folder, 'x.log');
    let files = 5;
    const log = new RotatingLog(path, () => ({ ...options, files }), now, rethrow);
    const write = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        log.write('a line that is long enough');
        await log.flush();
      }
    };
    await write(7);
    expect(await readdir(folder)).toHaveLength(5);
    files = 2;
    await write(1);
    expect((await readdir(folder)).sort()).toEqual(['x.1.log', 'x.log']);
  });

  it('of which one file is kept begins anew', async () => {
    const path = join(folder, 'x.log');
    const log = new RotatingLog(path, () => ({ ...options, files: 1 }), now, rethrow);
    for (const line of ['a line that is long enough', 'another']) {
      log.write(line);
      await log.flush();
    }
    expect(await readdir(folder)).toEqual(['x.log']);
    expect(await readFile(path, 'utf8')).toBe('#\nanother\n');
  });
});
