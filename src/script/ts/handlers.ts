import type { ApplicationTypes } from './application-types.js';
import type { Client } from './client.js';
import type { Rejection } from './rejection.js';
import type { StatusInfo } from './status-info.js';

/** A stream that a client publishes or plays. */
export interface ClientStream {
  /** With its prefix (`mp4:holiday`), without query. */
  readonly name: string;
  /** `flv`, `mp4`, `mp3`, … */
  readonly type: string;
  /** What stood behind the question mark of its name. */
  readonly query: URLSearchParams;
}

export type PublishType = 'live' | 'record' | 'append' | 'appendWithGap';

/** Nothing or true lets it be; false or `reject(…)` refuses it. */
export type Verdict = void | boolean | Rejection;

type Later<Value> = Value | Promise<Value>;

/** What a client may call: the client, and what it sent. Arguments that are not annotated are `unknown`, as they should be. */
export type Method<Types extends ApplicationTypes> = {
  method(client: Client<Types>, ...args: unknown[]): unknown;
}['method'];

export type Methods<Types extends ApplicationTypes> = Readonly<Record<string, Method<Types>>>;

/**
 * What an application does. Everything may be left out. A handler may answer a promise; whoever asked waits until then. What
 * one throws is logged with its place in the source, and refuses what was asked for.
 */
export interface Handlers<Types extends ApplicationTypes, Table extends Methods<Types>> {
  /** The methods that clients may call: these, and no others. What they return, or resolve to, is the result. */
  readonly methods?: Table;
  /** The instance begins. Clients wait. */
  onStart?(): Later<void>;
  /** Somebody wants in, with the arguments of its connect. */
  onConnect?(client: Client<Types>, ...args: unknown[]): Later<Verdict>;
  /** A client that was in has gone, for whatever reason. */
  onDisconnect?(client: Client<Types>): unknown;
  /** Before a client publishes. */
  onPublish?(client: Client<Types>, stream: ClientStream, type: PublishType): Later<Verdict>;
  onUnpublish?(client: Client<Types>, stream: ClientStream): unknown;
  /** Before a client plays. */
  onPlay?(client: Client<Types>, stream: ClientStream): Later<Verdict>;
  onPlayEnd?(client: Client<Types>, stream: ClientStream): unknown;
  /** A warning or an error of the server that concerns the application. */
  onStatus?(info: StatusInfo): unknown;
  /** Nobody uses the instance any more, and it is to be unloaded: false keeps it. */
  onIdle?(): Later<boolean | undefined>;
  /** The last that it does. */
  onShutdown?(reason: ShutdownReason): Later<void>;
  /** Newer code takes its place: what that is handed. Values as clients are sent them. */
  onSuspend?(): unknown;
  /** In place of older code, before `onStart`: what that handed over. */
  onResume?(state: unknown): Later<void>;
}

/** `idle`: nobody used it; `shutdown`: the server, an administrator or the application itself wants it. */
export type ShutdownReason = 'idle' | 'shutdown';

const NAMES: Readonly<Record<keyof Handlers<ApplicationTypes, Methods<ApplicationTypes>>, true>> = {
  methods: true,
  onStart: true,
  onConnect: true,
  onDisconnect: true,
  onPublish: true,
  onUnpublish: true,
  onPlay: true,
  onPlayEnd: true,
  onStatus: true,
  onIdle: true,
  onShutdown: true,
  onSuspend: true,
  onResume: true,
};

/** Throws a TypeError about what is no handler, which is most likely misspelt. */
export function checkHandlers(
  handlers: unknown,
): asserts handlers is Handlers<ApplicationTypes, Methods<ApplicationTypes>> {
  if (typeof handlers !== 'object' || handlers === null) {
    throw new TypeError('The function that is passed to defineApplication must return an object with handlers.');
  }
  const known = new Map(Object.entries(NAMES));
  for (const [name, handler] of Object.entries(handlers)) {
    if (!known.has(name))
      throw new TypeError(`There is no handler ${name}; there are: ${[...known.keys()].join(', ')}.`);
    if (name !== 'methods' && handler !== undefined && typeof handler !== 'function') {
      throw new TypeError(`${name} must be a function.`);
    }
  }
}
