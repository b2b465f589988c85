import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tellServiceManager } from '../../../src/process/service-notices.js';

/** A folder with a `systemd-notify` that writes down what it is asked to tell, and to whom. */
function withProgram(exit = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'afterglow-notify-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const told = join(folder, 'told');
  writeFileSync(
    join(folder, 'systemd-notify'),
    `#!/bin/sh\nprintf '%s\\n' "$NOTIFY_SOCKET" "$@" > '${told}'\nexit ${exit}\n`,
    { mode: 0o755 },
  );
  return { environment: { PATH: `${folder}:/usr/bin:/bin`, NOTIFY_SOCKET: '/run/notify' }, told };
}

const fail = (error: Error): void => {
  throw error;
};

test('systemd is told of this very process', async () => {
  const { environment, told } = withProgram();
  await tellServiceManager('READY', 'clients come in at 127.0.0.1:1935', fail, environment);
  expect(readFileSync(told, 'utf8').split('\n')).toEqual([
    '/run/notify',
    `--pid=${process.pid}`,
    'READY=1',
    'STATUS=clients come in at 127.0.0.1:1935',
    '',
  ]);
});

test('nobody is told where nobody wants to know', async () => {
  const { environment, told } = withProgram();
  await tellServiceManager('STOPPING', 'stopping', fail, { PATH: environment.PATH });
  expect(() => readFileSync(told)).toThrow('ENOENT');
});

test.each([
  ['it fails', () => withProgram(1).environment],
  ['it is not there', () => ({ NOTIFY_SOCKET: '/run/notify', PATH: '/nowhere' })],
])('%s: the server goes on, and says so', async (_why, environment) => {
  const errors: Error[] = [];
  await tellServiceManager('READY', 'serving', (error) => errors.push(error), environment());
  expect(errors).toHaveLength(1);
});
