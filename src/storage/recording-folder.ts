import { lstat, mkdir, open, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SafeName } from '../application/safe-name.js';
import { StorageError } from './storage-error.js';

/**
 * The real path of the file `name` below `root`, whose folders are made as far as there are none. Rejects with
 * StorageError where a link or something else that is no folder is in the way, and with system errors.
 */
export async function recordingPath(root: string, name: SafeName, extension: string): Promise<string> {
  await mkdir(root, { recursive: true });
  const segments = name.split('/');
  const file = `${segments.pop()!}${extension}`;
  let folder = await realpath(root);
  for (const segment of segments) {
    folder = join(folder, segment);
    await mkdir(folder).catch(unlessThere);
    if (!(await lstat(folder)).isDirectory()) throw new StorageError(`${folder} is no folder`);
  }
  const path = join(folder, file);
  const facts = await lstat(path).catch(() => undefined);
  if (facts !== undefined && !facts.isFile()) throw new StorageError(`${path} is no file`);
  return path;
}

/** Bytes of a file; undefined if there is none. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  return lstat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

/** What a file is called until its first media is in it: nobody looks for that name. */
export function draftOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.part`);
}

/** Makes sure that also a loss of power does not lose the name of a file. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
