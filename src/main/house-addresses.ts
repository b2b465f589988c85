import type { Server } from '../admin/api/schema/server.js';
import type { ListenAddress } from '../net/tcp-listener.js';
import { formatAddress } from './format-address.js';

/** Where everything listens. */
export interface HouseAddresses {
  /** RTMP, the main listener first. */
  readonly rtmp: readonly ListenAddress[];
  readonly http: ListenAddress;
  readonly admin: ListenAddress;
}

/** The same as texts. */
export function shownListeners({ rtmp, http, admin }: HouseAddresses): Server['listeners'] {
  return { rtmp: rtmp.map(formatAddress), http: formatAddress(http), admin: formatAddress(admin) };
}
