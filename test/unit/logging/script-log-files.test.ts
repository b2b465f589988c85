import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptLogFiles } from '../../../src/logging/script-log-files.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'script-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

const asFms = {
  enable: true,
  format: 'w3c',
  time: 'utc',
  rotation: { maxSize: 1e6, every: 'never', history: 5 },
} as const;

describe('ScriptLogFiles', () => {
  it('writes lines as FMS does, those of an instance into a file of its own', async () => {
    const logs = new ScriptLogFiles(folder, () => asFms, new ManualClock(), new RecordingLogger());
    logs.write(['chat', '_definst_'], { level: 'trace', text: 'hello\nworld' });
    logs.write(['chat', '_definst_'], {
      level: 'error',
      text: 'x is\tnot \u001b[2Jdefined',
      file: 'main.asc',
      line: 12,
    });
    logs.write(['chat', 'room/1'], { level: 'warning', text: 'there' });
    logs.write(['chat'], { level: 'info', text: 'nobody knows' });
    await logs.flush();
    const start = `2026-01-01\t00:00:01\t${process.pid}`;
    expect(await readFile(join(folder, 'chat/_definst_.log'), 'utf8')).toBe(
      '#Fields: date\ttime\tx-pid\tx-status\tx-ctx\tx-comment\n' +
        `${start}\t(s)2641173\thello\t-\n${start}\t(s)2641173\tworld\t-\n` +
        `${start}\t(e)2641175\tmain.asc: line 12: x is not  [2Jdefined\t-\n`,
    );
    expect(await readdir(join(folder, 'chat'))).toEqual(['_definst_.log', 'room%2F1.log']);
    expect(await readFile(join(folder, 'chat.log'), 'utf8')).toContain('nobody knows');
  });

  it('says once in a while that a file cannot be written', async () => {
    await writeFile(join(folder, 'chat'), 'in the way');
    const logger = new RecordingLogger();
    const logs = new ScriptLogFiles(folder, () => asFms, new ManualClock(), logger);
    for (let round = 0; round < 3; round++) {
      logs.write(['chat', '_definst_'], { level: 'trace', text: 'hello' });
      await logs.flush();
    }
    expect(logger.at('error')).toHaveLength(1);
  });
});
