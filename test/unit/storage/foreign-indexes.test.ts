import { mkdtempSync, rmSync } from 'node:fs';
import type * as FileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { IndexFiles } from '../../../src/storage/index-files.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const refused = vi.hoisted(() => vi.fn(() => Promise.reject(new Error('EPERM: operation not permitted, utime'))));

vi.mock('node:fs/promises', async (actual) => ({ ...(await actual<typeof FileSystem>()), utimes: refused }));

test('indexes that another user has made are used, although their time cannot be set', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'indexes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const indexes = new IndexFiles(folder, new RecordingLogger());
  await indexes.save('one', Uint8Array.of(1, 2, 3));
  expect(await indexes.load('one')).toEqual(Uint8Array.of(1, 2, 3));
  expect(refused).toHaveBeenCalledOnce();
});
