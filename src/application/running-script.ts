import type { AmfObject, AmfValue } from '../amf/value.js';
import type { Client } from './client.js';

/** What became of a call; `absent`: the script has no such method, and the server's own is used if there is one. */
export type CallAnswer =
  | { readonly answer: 'absent' }
  | { readonly answer: 'result'; readonly value: AmfValue }
  | { readonly answer: 'error'; readonly description: string; readonly info?: AmfObject };

/** Why an instance is to be unloaded: nobody uses it, or it is wanted. */
export type StopReason = 'idle' | 'shutdown';

/** What an instance wants of its script, once that runs, besides what it asks every hook. */
export interface RunningScript {
  /** A client that is in calls a method. Never rejects. */
  call(client: Client, method: string, args: readonly AmfValue[]): Promise<CallAnswer>;
  /** Whether the instance may be unloaded; only who is idle may say no. Never rejects. */
  mayStop(reason: StopReason): Promise<boolean>;
  /** It runs no more, whatever it did. Who still waits for an answer is refused. */
  close(): void;
}
