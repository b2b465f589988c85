import { mkdtempSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AccessKey } from '../../../src/application/access-key.js';
import { addStreamKey } from '../../../src/storage/change-keys.js';
import { KeyFile } from '../../../src/storage/key-file.js';
import { FileWatch } from '../../../src/storage/file-watch.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const terms = { application: 'live', instance: '*', stream: '*', actions: ['publish'] } as const;

describe('the watch over a file', () => {
  let clock: ManualClock;
  let log: RecordingLogger;
  let file: KeyFile;
  let watch: FileWatch<readonly AccessKey[]>;
  let seen: string[];

  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    [clock, log, file, seen] = [new ManualClock(), new RecordingLogger(), new KeyFile(folder), []];
    watch = new FileWatch(
      'keys',
      ({ length }) => length,
      file,
      clock,
      log,
      (keys) => seen.push(keys.map(({ name }) => name).join(' ')),
    );
    onTestFinished(() => {
      watch.close();
      rmSync(folder, { recursive: true });
    });
  });

  /** A second passes, and a look that began in it comes to its end: then the next one is planned. */
  async function aSecondPasses(): Promise<void> {
    for (let half = 0; half < 2; half++) {
      clock.advance(500);
      await vi.waitUntil(() => clock.timers === 1);
    }
  }

  it('tells of what there is, and within a second of what changes', async () => {
    await watch.start();
    await file.change(addStreamKey({ ...terms, name: 'a' }, 0));
    await aSecondPasses();
    await aSecondPasses();
    await file.change(addStreamKey({ ...terms, name: 'b' }, 0));
    await aSecondPasses();
    await rm(file.path);
    await aSecondPasses();
    expect(seen).toEqual(['', 'a', 'a b', '']);
  });

  it('keeps the keys, and says so once, when the file goes wrong', async () => {
    await file.change(addStreamKey({ ...terms, name: 'a' }, 0));
    await watch.start();
    await writeFile(file.path, 'keys: 5');
    await aSecondPasses();
    await aSecondPasses();
    expect(seen).toEqual(['a']);
    expect(log.at('error')).toHaveLength(1);
  });

  it('does not begin with a file that is wrong', async () => {
    await writeFile(file.path, 'keys: 5');
    await expect(watch.start()).rejects.toThrow(/keys: /);
    expect(seen).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  it('looks no more when it is closed', async () => {
    await watch.start();
    watch.close();
    expect(clock.timers).toBe(0);
  });
});
