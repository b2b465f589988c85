import type { AmfObject, AmfValue } from '../amf/value.js';
import type { ApplicationInstance } from './application-instance.js';
import type { Client } from './client.js';
import type { Hook } from './hook.js';
import type { Refusal } from './refusal.js';

/** What became of a call; `absent`: the script has no such method, and the server's own is used if there is one. */
export type CallAnswer =
  | { readonly answer: 'absent' }
  | { readonly answer: 'result'; readonly value: AmfValue }
  | { readonly answer: 'error'; readonly description: string; readonly info?: AmfObject };

/** Why an instance is to be unloaded: nobody uses it, or it is wanted. */
export type StopReason = 'idle' | 'shutdown';

/**
 * The code of an application as one of its instances runs it: main.asc or TypeScript. Whoever wants anything of the
 * instance, by whatever way, passes it as the last of the hooks, and is kept waiting until it has answered.
 */
export interface InstanceScript extends Hook {
  /** Loads the code and lets it begin (onAppStart). A refusal if it cannot: everybody who wants in is told that. */
  start(instance: ApplicationInstance): Promise<Refusal | undefined>;
  /** A client that is in calls a method. Never rejects. */
  call(client: Client, method: string, args: readonly AmfValue[]): Promise<CallAnswer>;
  /** Whether the instance may be unloaded; only who is idle may say no. Never rejects. */
  mayStop(reason: StopReason): Promise<boolean>;
  /** It runs no more, whatever it did. */
  close(): void;
}

/** Makes the scripts of an application; undefined of an application that has none. */
export type ScriptOf = (application: string, instance: string) => InstanceScript | undefined;
