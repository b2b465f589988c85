import { matchesWildcards } from './instance-path-pattern.js';

/**
 * Whether a script means the shared object `name` with a path, as `clearSharedObjects` of FMS has it: `/` all, `/foo/bar`
 * that one and none in a folder of that name, `*` and `?` in the last segment any characters and one, and then also all
 * objects in folders that are called so.
 */
export function meansSharedObject(path: string, name: string): boolean {
  const pattern = path.replace(/^\/+/, '');
  if (pattern === '' || name === pattern) return true;
  const folders = pattern.split('/');
  const last = folders.pop()!;
  if (!/[*?]/.test(last)) return false;
  const segments = name.split('/');
  const isBelow = folders.every((folder, at) => folder === segments[at]);
  const segment = segments[folders.length];
  return isBelow && segment !== undefined && matchesWildcards(last, segment);
}
