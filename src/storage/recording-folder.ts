import { lstat, mkdir, open, readdir, realpath } from 'node:fs/promises';
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

/** What an MP4 is called while it is laid out, and when that is done and it has not replaced the recording yet. */
export function layoutsOf(path: string): { readonly draft: string; readonly whole: string } {
  const hidden = join(dirname(path), `.${basename(path)}`);
  return { draft: `${hidden}.new`, whole: `${hidden}.whole` };
}

/** A recording that is to go behind the one that is there. */
export interface Appendix {
  readonly path: string;
  /** Milliseconds between the two. */
  readonly gap: number;
}

/** Where a recording is written that is appended to the file in the end. */
export function appendixOf(path: string, gap: number): Appendix {
  return { path: join(dirname(path), `${appendixPrefix(path)}${gap}`), gap };
}

/** What is left to be appended to a file. */
export async function findAppendix(path: string): Promise<Appendix | undefined> {
  const prefix = appendixPrefix(path);
  const names = await readdir(dirname(path));
  const name = names.find((one) => one.startsWith(prefix) && /^\d+$/.test(one.slice(prefix.length)));
  return name === undefined ? undefined : appendixOf(path, Number(name.slice(prefix.length)));
}

function appendixPrefix(path: string): string {
  return `.${basename(path)}.then-`;
}

/** Makes sure that also a loss of power does not lose the name of a file. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
