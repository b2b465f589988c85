import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files by their path from the root of the checkout, with forward slashes. */
export type SourceTree = ReadonlyMap<string, string>;

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reads every file below `folders` whose name ends with one of `endings`, and the single `files`. */
export function readTree(
  folders: readonly string[],
  endings: readonly string[],
  files: readonly string[] = [],
): SourceTree {
  const tree = new Map<string, string>();
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (endings.some((ending) => name.endsWith(ending))) add(`${folder}/${name.split(sep).join('/')}`);
    }
  }
  for (const file of files) if (existsSync(join(root, file))) add(file);
  return tree;

  function add(path: string): void {
    tree.set(path, readFileSync(join(root, path), 'utf8'));
  }
}

/** The room of a file under `src/`, or undefined for a file elsewhere. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}
