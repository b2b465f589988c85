import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { access, copyFile, constants, link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolderOf } from './recording-folder.js';
import { StorageError } from './storage-error.js';

export interface BesideOptions {
  /** What is there may be replaced. Otherwise it is refused, now and when all is written. */
  readonly replaces: boolean;
  /** What is replaced is kept as `<name>.bak`, or `.bak2` and so on if there is one. */
  readonly keeps: boolean;
}

/** What became of the file that was there. */
export interface WrittenBeside<Result> {
  readonly result: Result;
  /** Where it is kept; undefined if it is not, or if there was none. */
  readonly keptAs: string | undefined;
}

/**
 * Writes a file under another name beside it, and gives it its own when all of it is on the disk: at every moment there
 * is either the whole file that was there, or the whole new one. If the work rejects, nothing is left of it; if the
 * process is killed, a hidden file is, which the next one for the same path removes.
 *
 * Rejects with StorageError where a file is in the way, with system errors, and with what the work rejects with.
 */
export async function writeBeside<Result>(
  path: string,
  { replaces, keeps }: BesideOptions,
  work: (handle: FileHandle) => Promise<Result>,
): Promise<WrittenBeside<Result>> {
  if (!replaces) await expectNothingAt(path);
  await removeLeftovers(path);
  const { draft, handle } = await openDraft(path);
  try {
    const result = await work(handle);
    await takeMode(path, handle);
    await handle.sync();
    await handle.close();
    const keptAs = keeps ? await keep(path) : undefined;
    if (replaces) await rename(draft, path);
    else await nameNew(draft, path);
    await syncFolderOf(path);
    return { result, keptAs };
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** Makes a hidden file beside `path` to write something into that becomes it, or helps to. */
export async function openDraft(path: string): Promise<{ readonly draft: string; readonly handle: FileHandle }> {
  const draft = join(dirname(path), `${draftPrefix(path)}${process.pid}-${randomBytes(4).toString('hex')}`);
  return { draft, handle: await open(draft, 'wx+') };
}

async function expectNothingAt(path: string): Promise<void> {
  if (await exists(path)) throw new StorageError(`${path} is there already; choose another name`);
}

function draftPrefix(path: string): string {
  return `.${basename(path)}.new-`;
}

/** Of processes that do not live any more. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = draftPrefix(path);
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{8}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(path), name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

async function takeMode(path: string, handle: FileHandle): Promise<void> {
  const facts = await stat(path).catch(() => undefined);
  if (facts !== undefined) await handle.chmod(facts.mode & 0o777);
}

/** Gives what is there a second name. Where the file system knows no such thing, a copy. */
async function keep(path: string): Promise<string | undefined> {
  if (!(await exists(path))) return undefined;
  for (let n = 1; ; n++) {
    const kept = `${path}.bak${n === 1 ? '' : n}`;
    try {
      await link(path, kept).catch((error: unknown) => {
        if (codeOf(error) === 'EEXIST') throw error;
        return copyFile(path, kept, constants.COPYFILE_EXCL);
      });
      return kept;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** Gives a name that nobody has taken in the meantime. */
async function nameNew(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new StorageError(`${path} is there already; choose another name`, { cause: error });
    await rename(draft, path);
    return;
  }
  await rm(draft);
}

/** Whether there is anything of that name. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
