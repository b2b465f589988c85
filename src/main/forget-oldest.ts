/** What clients of an edge have named is forgotten when there is more of it than this. */
export const MAX_REMEMBERED = 1000;

/**
 * Makes room for one more in a map of what clients have named.
 *
 * @param mayGo what is not in use
 */
export function forgetOldest<Value>(map: Map<string, Value>, mayGo: (value: Value) => boolean): void {
  if (map.size < MAX_REMEMBERED) return;
  for (const [key, value] of map) {
    if (mayGo(value)) return void map.delete(key);
  }
}
