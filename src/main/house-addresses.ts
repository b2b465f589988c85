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

/** The same as the API tells it. */
export function shownListeners({ rtmp, http, admin }: HouseAddresses): Server['listeners'] {
  return {
    rtmp: rtmp.map(formatAddress),
    rtmpSecure: rtmp[0]?.secure === true,
    http: formatAddress(http),
    httpSecure: http.secure === true,
    admin: formatAddress(admin),
  };
}
