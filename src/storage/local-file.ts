import { realpath, stat } from 'node:fs/promises';
import { DiskFile } from './disk-file.js';
import { GrowingFiles } from './growing-files.js';
import { OpenFiles } from './open-files.js';
import { StorageError } from './storage-error.js';

/**
 * Opens a file that an operator names, for work with it alone, and lets go of it at the end. Rejects with StorageError
 * if it is no regular file, with system errors, and with what the work rejects with.
 *
 * @param path links are followed
 */
export async function withLocalFile<Result>(path: string, work: (file: DiskFile) => Promise<Result>): Promise<Result> {
  const real = await realpath(path);
  const facts = await stat(real, { bigint: true });
  if (!facts.isFile()) throw new StorageError(`${path} is no file`);
  const file = DiskFile.of(real, facts, new GrowingFiles(), new OpenFiles());
  file.hold();
  try {
    return await work(file);
  } finally {
    file.release();
  }
}
