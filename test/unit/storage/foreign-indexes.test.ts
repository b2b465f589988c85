import { mkdtempSync, rmSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { IndexFiles } from '../../../src/storage/index-files.js';
import { RecordingLogger } from '../../support/recording-logger.js';

test('indexes that another user has made are used, although their time cannot be set', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'indexes-'));
  const refused = vi.spyOn(files, 'utimes').mockRejectedValue(new Error('EPERM: operation not permitted, utime'));
  syncBuiltinESMExports();
  onTestFinished(() => {
    refused.mockRestore();
    syncBuiltinESMExports();
    rmSync(folder, { recursive: true, force: true });
  });
  const indexes = new IndexFiles(folder, new RecordingLogger());
  await indexes.save('one', Uint8Array.of(1, 2, 3));
  expect(await indexes.load('one')).toEqual(Uint8Array.of(1, 2, 3));
  expect(refused).toHaveBeenCalledOnce();
});
