import type { Backoff } from '../time/backoff.js';
import type { WebSocketConstructor } from './web-socket-like.js';

/** A method that the server may call. Its result, or what its promise resolves with, is the answer. */
export type ClientMethod = (...args: never[]) => unknown;

/** How a {@link NetConnection} is made. */
export interface NetConnectionOptions {
  /** Default: that of the platform. */
  readonly WebSocket?: WebSocketConstructor;
  /** Where the server speaks RTMP over WebSocket; default `/rtmp`. */
  readonly path?: string;
  /** AMF3 has more types; 0 for old servers. Default 3. */
  readonly objectEncoding?: 0 | 3;
  /** What the server may call, by name. */
  readonly methods?: Readonly<Record<string, ClientMethod>>;
  /** Further fields of connect, and others in place of the usual: `pageUrl`, `flashVer`, … */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** How a connection that broke is made anew; false: not at all. */
  readonly reconnect?: Partial<Backoff> | false;
  /** Milliseconds in which the server must answer. Default 15 s. */
  readonly connectTimeout?: number;
}
