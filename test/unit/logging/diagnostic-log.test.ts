import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiagnosticLogOptions } from '../../../src/logging/diagnostic-log.js';
import { DiagnosticLog, DiagnosticLogger } from '../../../src/logging/diagnostic-log.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const usual: DiagnosticLogOptions = {
  enable: true,
  level: 'info',
  format: 'w3c',
  time: 'utc',
  rotation: { maxSize: 1e6, every: 'never', history: 3 },
};

describe('the diagnostic log', () => {
  let path: string;
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'diagnostic-')), 'core.log');
  });
  afterEach(() => rm(join(path, '..'), { recursive: true }));

  async function written(options: Partial<DiagnosticLogOptions>, say: (logger: DiagnosticLogger) => void) {
    const log = new DiagnosticLog(
      path,
      () => ({ ...usual, ...options }),
      new ManualClock(),
      (error) => {
        throw error;
      },
    );
    const heard = new RecordingLogger();
    say(new DiagnosticLogger(heard, log));
    await log.flush();
    const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    return { heard: heard.lines, lines };
  }

  it('has what standard output has, a line each, in the format of FMS', async () => {
    const { heard, lines } = await written({}, (logger) => {
      logger.debug('not this');
      logger
        .child({ address: '192.0.2.7' })
        .warn('refused to\nconnect', { rule: 'a\trule', key: 'ag_0123456789abcdefgh' });
      logger.error('failed', { error: new TypeError('x is not y') });
    });
    expect(heard.map(({ level }) => level)).toEqual(['debug', 'warn', 'error']);
    const start = `2026-01-01\t00:00:01\t${process.pid}`;
    expect(lines).toEqual([
      '#Fields: date\ttime\tx-pid\tx-status\tx-ctx\tx-comment',
      expect.stringMatching(
        new RegExp(`^${start}\t\\(w\\)259\\d{4}\trefused to%0Aconnect\taddress=192.0.2.7; rule=a%09rule; key=ag_…$`),
      ),
      expect.stringMatching(new RegExp(`^${start}\t\\(e\\)258\\d{4}\tfailed\terror=TypeError: x is not y$`)),
    ]);
  });

  it('is JSON on request', async () => {
    const { lines } = await written({ format: 'json' }, (logger) => logger.info('ready', { port: 1935 }));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { time: '2026-01-01T00:00:01.000Z', level: 'info', port: 1935, message: 'ready' },
    ]);
  });

  it('is not written where nobody wants it', async () => {
    const { heard, lines } = await written({ enable: false }, (logger) => logger.error('failed'));
    expect([heard.length, lines.length]).toEqual([1, 0]);
  });
});
