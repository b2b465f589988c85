import { withoutOuterSlashes } from '../application/outer-slashes.js';
import type { VirtualDirectory } from '../application/virtual-directory.js';

/** Where a file may lie: the rest of its name in a folder. */
export interface MediaPlace {
  readonly dir: string;
  readonly path: string;
}

/**
 * Where `name` may lie: of the directories whose prefix it begins with, those with the longest first, and of
 * the same prefix in their order.
 */
export function virtualPlaces(
  directories: readonly VirtualDirectory[],
  name: string,
  virtualKey: string | undefined,
): MediaPlace[] {
  return directories
    .filter((directory) => directory.virtualKey === undefined || directory.virtualKey === virtualKey)
    .map(({ prefix, dir }) => ({ dir, start: withSlash(prefix) }))
    .filter(({ start }) => name.startsWith(start) && name.length > start.length)
    .sort((a, b) => b.start.length - a.start.length)
    .map(({ dir, start }) => ({ dir, path: name.slice(start.length) }));
}

/** `/` and `/foo/` mean what the empty prefix and `foo` do, as in FMS. */
function withSlash(prefix: string): string {
  const segments = withoutOuterSlashes(prefix);
  return segments === '' ? '' : `${segments}/`;
}
