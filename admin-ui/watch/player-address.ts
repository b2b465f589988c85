import type { WayName } from '../parts/player/player-way.js';
import { wayNames } from '../parts/player/player-way.js';
import type { StreamAddress } from '../parts/player/stream-address.js';

/** What a player page plays, and how. */
export interface PlayerPageAddress {
  readonly address: StreamAddress;
  readonly way: WayName | 'auto';
}

/** What an address says besides the way is asked for together with the stream: a key, a signature. */
export function playerAddress(
  stream: Pick<StreamAddress, 'application' | 'instance' | 'name'>,
  { origin, search }: Pick<Location, 'origin' | 'search'>,
): PlayerPageAddress {
  const query = new URLSearchParams(search);
  const way = query.get('way');
  query.delete('way');
  return {
    address: { origin, ...stream, query: query.toString() },
    way: wayNames.find((name) => name === way) ?? 'auto',
  };
}

/** The same page with another way. */
export function withWay({ pathname, search }: Pick<Location, 'pathname' | 'search'>, way: WayName | 'auto'): string {
  const query = new URLSearchParams(search);
  query.delete('way');
  if (way !== 'auto') query.set('way', way);
  return query.size === 0 ? pathname : `${pathname}?${query.toString()}`;
}
