import { stat } from 'node:fs/promises';
import type { ApplicationSettings } from './configuration.js';
import type { Problem } from './problem.js';
import type { SettingsFile } from './settings-reader.js';
import { dottedKey, valueAt } from './tree.js';
import type { TreePath } from './tree.js';

/** A key that names a folder. */
interface NamedFolder {
  readonly path: TreePath;
  readonly dir: string;
}

/**
 * Whether the folders exist that `settings` name for recorded media. One that does not is a warning: it may come
 * later, and there is other media.
 *
 * @param written where they may be named; else that is on the command line
 * @param inherited settings whose folders have been looked for
 */
export async function checkMediaFolders(
  settings: ApplicationSettings,
  written: SettingsFile,
  inherited?: ApplicationSettings,
): Promise<Problem[]> {
  const known = new Set(inherited && namedFolders(inherited).map(({ dir }) => dir));
  const folders = namedFolders(settings).filter(({ dir }) => !known.has(dir));
  const problems = await Promise.all(folders.map(({ path, dir }) => checkFolder(path, dir, written)));
  return problems.flat();
}

function namedFolders({ streamManager: { streams, storageDir } }: ApplicationSettings): NamedFolder[] {
  const virtual = streams.map(({ dir }, i) => ({ path: ['streamManager', 'streams', i, 'dir'], dir }));
  return storageDir === '' ? virtual : [...virtual, { path: ['streamManager', 'storageDir'], dir: storageDir }];
}

async function checkFolder(path: TreePath, dir: string, written: SettingsFile): Promise<Problem[]> {
  const message = await fault(dir);
  if (message === undefined) return [];
  const key = dottedKey(path);
  const isHere = valueAt(written.tree, path) === dir;
  const place = isHere
    ? { file: written.file, ...written.text?.placeOf(path, 'value') }
    : { file: `--set application.${dottedKey(path.slice(0, 2))}` };
  const mend = 'make it, or name another; a relative one is looked for where the server is started';
  return [{ ...place, key, message: `${dir} ${message}`, mend, severity: 'warning' }];
}

async function fault(dir: string): Promise<string | undefined> {
  try {
    return (await stat(dir)).isDirectory() ? undefined : 'is no folder';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be used: ${code}`;
  }
}
