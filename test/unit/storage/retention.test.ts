import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GrowingFiles } from '../../../src/storage/growing-files.js';
import { applyRetention } from '../../../src/storage/retention.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const NOW = Date.UTC(2026, 0, 10);
const DAY = 24 * 3600 * 1000;

/** Recordings of 100 bytes, each a day older than the one before, and a file that is none. */
async function library() {
  const folder = await mkdtemp(join(tmpdir(), 'retention-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [age, name] of ['today.flv', '1.mp4', '2.flv', '3.flv', '4.txt'].entries()) {
    await writeFile(join(folder, name), Buffer.alloc(100));
    await utimes(join(folder, name), (NOW - age * DAY) / 1000, (NOW - age * DAY) / 1000);
  }
  const growing = new GrowingFiles();
  const log = new RecordingLogger();
  const keep = async (maxAge: number, maxSize: number) => {
    await applyRetention({ folder, maxAge, maxSize }, growing, NOW, log);
    return (await readdir(folder)).sort();
  };
  return { folder, growing, log, keep };
}

test.each([
  {
    what: 'nothing without a bound',
    maxAge: Infinity,
    maxSize: Infinity,
    left: ['1.mp4', '2.flv', '3.flv', '4.txt', 'today.flv'],
  },
  { what: 'what is too old', maxAge: 1.5 * DAY, maxSize: Infinity, left: ['1.mp4', '4.txt', 'today.flv'] },
  { what: 'the oldest until the rest has room', maxAge: Infinity, maxSize: 250, left: ['1.mp4', '4.txt', 'today.flv'] },
  { what: 'everything', maxAge: Infinity, maxSize: 0, left: ['4.txt'] },
])('deleted is $what', async ({ maxAge, maxSize, left }) => {
  const { keep, log } = await library();
  expect(await keep(maxAge, maxSize)).toEqual(left);
  expect(log.at('info')).toHaveLength(5 - left.length);
});

test('what is being recorded or played is spared', async () => {
  const { folder, growing, keep } = await library();
  growing.enter(join(folder, '3.flv'));
  const stop = growing.read(join(folder, '2.flv'));
  expect(await keep(0.5 * DAY, Infinity)).toEqual(['2.flv', '3.flv', '4.txt', 'today.flv']);
  stop();
  expect(await keep(0.5 * DAY, Infinity)).toEqual(['3.flv', '4.txt', 'today.flv']);
  expect(growing.has(join(folder, '3.flv'))).toBe(true);
});
