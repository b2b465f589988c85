import type { BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A regular file that may be read. */
export interface FoundFile {
  /** Without a link in it. */
  readonly path: string;
  readonly facts: BigIntStats;
}

/** There is something of that name, and why it is not for anybody. */
export interface RefusedFile {
  readonly rule: string;
}

/**
 * Looks for a file below a folder.
 *
 * @param path below the folder, of safe segments
 * @param followLinks whether a link may lead out of it
 * @returns undefined if there is nothing of that name
 */
export async function findFile(
  folder: string,
  path: string,
  followLinks: boolean,
): Promise<FoundFile | RefusedFile | undefined> {
  try {
    const real = await realpath(join(folder, path));
    if (!followLinks && !isBelow(await realpath(folder), real)) {
      return { rule: 'followLinks: a link leads out of the folder' };
    }
    const facts = await stat(real, { bigint: true });
    return facts.isFile() ? { path: real, facts } : { rule: 'it is no regular file' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return NOTHING_THERE.has(code) ? undefined : { rule: `the system refuses it: ${code}` };
  }
}

const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
