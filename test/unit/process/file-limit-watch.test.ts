import { expect, test } from 'vitest';
import { FileLimitWatch } from '../../../src/process/file-limit-watch.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const INTERVAL = 2000;

/** What the log says after each of these attempts to open a file. */
async function linesAfter(codes: readonly (string | undefined)[]) {
  const [clock, logger] = [new ManualClock(), new RecordingLogger()];
  const left = [...codes];
  const watch = new FileLimitWatch(clock, logger, () => {
    const code = left.shift();
    return code === undefined ? Promise.resolve() : Promise.reject(Object.assign(new Error(code), { code }));
  });
  watch.start();
  const counts: number[] = [];
  while (left.length > 0) {
    clock.advance(INTERVAL);
    await settled();
    counts.push(logger.lines.length);
  }
  watch.close();
  expect(clock.timers).toBe(0);
  return { counts, lines: logger.lines };
}

/** When everything that was promised has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('says once that no more files can be opened, and once that they can again', async () => {
  const { counts, lines } = await linesAfter([undefined, 'EMFILE', 'EMFILE', undefined, undefined, 'EMFILE']);
  expect(counts).toEqual([0, 1, 1, 2, 2, 3]);
  expect(lines.map(({ level }) => level)).toEqual(['error', 'info', 'error']);
});

test.each([
  { code: 'EMFILE', advice: /ulimit -n/ },
  { code: 'ENFILE', advice: /fs\.file-max/ },
])('$code: what to do', async ({ code, advice }) => {
  const { lines } = await linesAfter([code]);
  expect(lines[0]!.fields).toMatchObject({ code, advice: expect.stringMatching(advice) as string });
});

test('another error has nothing to do with how many files there are', async () => {
  expect((await linesAfter(['ENOENT', 'EACCES'])).lines).toEqual([]);
});

test('a look that ends after the watch does says nothing, and no other follows', async () => {
  const [clock, logger] = [new ManualClock(), new RecordingLogger()];
  const watch = new FileLimitWatch(clock, logger, () => Promise.reject(Object.assign(new Error(), { code: 'EMFILE' })));
  watch.start();
  clock.advance(INTERVAL);
  watch.close();
  await settled();
  expect({ lines: logger.lines, timers: clock.timers }).toEqual({ lines: [], timers: 0 });
});

test('the file that is tried is there', async () => {
  const [clock, logger] = [new ManualClock(), new RecordingLogger()];
  const watch = new FileLimitWatch(clock, logger);
  watch.start();
  clock.advance(INTERVAL);
  await expect.poll(() => clock.timers).toBe(1);
  watch.close();
  expect(logger.lines).toEqual([]);
});
