import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { plainAddress } from './plain-address.js';

/** What a request of HTTP says, be it answered as such or the beginning of a WebSocket. */
export interface WebRequest {
  readonly method: string;
  /** Escaped, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** The `Host` header: a name or address, and a port where it is not the usual one; empty if there was none. */
  readonly host: string;
  /** The same in lower case and without the port. */
  readonly hostName: string;
  /** The origin of the page that asks; undefined for all who are no browser. */
  readonly origin: string | undefined;
  /** The page that asks, as far as it says so: all of its address, or its origin. */
  readonly page: string;
  readonly agent: string;
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
}

export function webRequest({ method = 'GET', url = '/', headers, socket }: IncomingMessage): WebRequest {
  const at = url.indexOf('?');
  const { host = '', origin, referer } = headers;
  return {
    method,
    path: at < 0 ? url : url.slice(0, at),
    query: at < 0 ? '' : url.slice(at + 1),
    host,
    hostName: host.replace(/:\d+$/, '').toLowerCase(),
    origin,
    page: referer ?? origin ?? '',
    agent: headers['user-agent'] ?? '',
    address: plainAddress(socket.remoteAddress),
    port: socket.remotePort ?? 0,
    secure: socket instanceof TLSSocket,
  };
}
