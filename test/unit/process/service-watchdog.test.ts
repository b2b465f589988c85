import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ServiceWatchdog } from '../../../src/process/service-watchdog.js';
import { ManualClock } from '../../../src/main/testing/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

/** A watchdog of this environment whose `systemd-notify` writes down what it is asked to tell. */
function watchdog(environment: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), 'afterglow-watchdog-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const told = join(folder, 'told');
  writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$2" >> '${told}'\n`, { mode: 0o755 });
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const path = { PATH: `${folder}:/usr/bin:/bin`, NOTIFY_SOCKET: '/run/notify' };
  const one = new ServiceWatchdog(clock, logger, { ...path, ...environment });
  one.start();
  onTestFinished(() => one.close());
  return { clock, logger, one, lines: () => (existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : []) };
}

test('systemd is told twice in its time that the server is alive, until it stops', async () => {
  const { clock, logger, one, lines } = watchdog({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: String(process.pid) });
  clock.advance(14_999);
  expect(clock.timers).toBe(1);
  for (const count of [1, 2]) {
    clock.advance(15_000);
    await vi.waitFor(() => expect(lines()).toHaveLength(count));
  }
  expect(lines()).toEqual(['WATCHDOG=1', 'WATCHDOG=1']);
  one.close();
  expect(clock.timers).toBe(0);
  expect(logger.lines).toEqual([]);
});

test.each([
  ['wants to know', {}],
  ['waits for this process', { WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }],
  ['says how long', { WATCHDOG_USEC: 'soon' }],
])('nothing is told where nobody %s', (_what, environment) => {
  expect(watchdog(environment).clock.timers).toBe(0);
});
