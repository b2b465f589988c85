/** The last of `places` at or before `key`, by what `of` says of each, which does not step back; undefined if there is none. */
export function lastUpTo<T>(places: readonly T[], of: (place: T) => number, key: number): T | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(places[middle]!) <= key) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}
