import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { withoutOuterSlashes } from '../application/outer-slashes.js';

/** A place that a script named, as it lies on the disk now. */
export interface ScriptPlace {
  /** Absolute, without a link in it. */
  readonly path: string;
  /** The folder that it lies in was named as such: it is neither renamed nor removed. */
  readonly isRoot: boolean;
}

const MAX_PATH = 1024;
/** What other systems take for separators, drives and streams of files, and what no file has in its name. */
const UNFIT = /[\\:\u0000-\u001f\u007f]/;

/**
 * The folders that a script may use, and the way from its paths to the disk. `/` is the application's folder; a virtual
 * folder is a path of its own, `/` in front and its name. Nothing is followed out of the folder that a path begins in.
 */
export class ScriptFolders {
  readonly #folders: readonly { readonly segments: readonly string[]; readonly dir: string }[];

  /**
   * @param folder absolute: of the application
   * @param virtual absolute, by name
   */
  constructor(folder: string, virtual: Readonly<Record<string, string>>) {
    const named = Object.entries(virtual).map(([name, dir]) => ({ segments: segmentsOf(name), dir }));
    named.sort((a, b) => b.segments.length - a.segments.length);
    this.#folders = [...named, { segments: [], dir: folder }];
  }

  /** Undefined of what is no path, leads out of its folder, or lies in a folder that is not there. */
  place(path: string): ScriptPlace | undefined {
    if (path.length > MAX_PATH || UNFIT.test(path)) return undefined;
    const segments = segmentsOf(path);
    if (segments.some((segment) => segment === '.' || segment === '..')) return undefined;
    const root = this.#folders.find((folder) => folder.segments.every((segment, i) => segments[i] === segment))!;
    const rest = segments.slice(root.segments.length);
    try {
      const dir = realpathSync(root.dir);
      const real = realPath(join(dir, ...rest));
      return real === dir || isBelow(dir, real) ? { path: real, isRoot: rest.length === 0 } : undefined;
    } catch {
      return undefined;
    }
  }
}

function segmentsOf(path: string): string[] {
  return withoutOuterSlashes(path)
    .split('/')
    .filter((segment) => segment !== '');
}

/** Of what is not there yet, the name in its folder, which is. Throws the system's error. */
function realPath(path: string): string {
  try {
    lstatSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
  return realpathSync(path);
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
