import type { PlaylistItem } from './playlist-item.js';

/** A place in a playlist. */
export interface PlaylistPosition {
  readonly index: number;
  /** Milliseconds of the item that are over. */
  readonly into: number;
}

/**
 * Where a playlist is that began `elapsed` milliseconds ago; undefined if it is over.
 *
 * @param durationOf milliseconds that an item takes: 0 for one that cannot be played, Infinity for one without an end
 */
export async function playlistPosition(
  items: readonly PlaylistItem[],
  loop: boolean,
  elapsed: number,
  durationOf: (item: PlaylistItem) => Promise<number>,
): Promise<PlaylistPosition | undefined> {
  const durations: number[] = [];
  let total = 0;
  for (const [index, item] of items.entries()) {
    const duration = await durationOf(item);
    if (elapsed < total + duration) return { index, into: elapsed - total };
    durations.push(duration);
    total += duration;
  }
  if (!loop || total === 0) return undefined;
  let into = elapsed % total;
  for (const [index, duration] of durations.entries()) {
    if (into < duration) return { index, into };
    into -= duration;
  }
  return undefined;
}
