import { withoutQuery } from '../../application/stream-name.js';
import type { LiveSource, PlaylistItem } from '../../stream/playlist-item.js';
import type { StreamPlayOptions } from '../protocol/server-operations.js';

/** What `Stream.play` asks for, as an item of a playlist. */
export function streamItem(
  name: string,
  { start, length, reset, virtualKey }: StreamPlayOptions,
  wants: NonNullable<PlaylistItem['wants']>,
  from: LiveSource | undefined,
): PlaylistItem {
  return {
    kind: from !== undefined || start === -1 ? 'live' : start >= 0 ? 'recorded' : 'any',
    name,
    start: start >= 0 ? Math.round(start * 1000) : 0,
    length: lengthOf(length),
    wait: Infinity,
    allData: reset >= 2,
    // What is recorded elsewhere would be played again and again.
    stays: from === undefined || start === -1,
    wants,
    ...(virtualKey === '' ? {} : { virtualKey }),
    ...(from === undefined ? {} : { from }),
  };
}

/** How a status calls an item. */
export function itemName({ name }: PlaylistItem): string {
  return withoutQuery(name);
}

/** Milliseconds; with 0 a single frame, which takes the shortest time there is. */
function lengthOf(seconds: number): number {
  if (!(seconds >= 0)) return Infinity;
  return Math.max(1, Math.round(seconds * 1000));
}
