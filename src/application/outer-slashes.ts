/** A path without the slashes that it begins and ends with. Takes no longer than the path is long, whoever wrote it. */
export function withoutOuterSlashes(path: string): string {
  let [from, to] = [0, path.length];
  while (from < to && path[from] === '/') from++;
  while (to > from && path[to - 1] === '/') to--;
  return path.slice(from, to);
}
