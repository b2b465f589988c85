import type { AmfValue } from '../amf/value.js';

/** What a message of a packet wants. */
export type RemotingWish =
  | { readonly wish: 'call'; readonly method: string; readonly args: readonly AmfValue[] }
  /** Nothing but to be answered. */
  | { readonly wish: 'ping' }
  | { readonly wish: 'unknown'; readonly description: string };

/** What is read of a message. */
export interface WantedCall {
  readonly wanted: RemotingWish;
  /** Name and password that this message brings along. */
  readonly credentials?: readonly [user: string, password: string];
}
