import type { Packed } from '../protocol/bytes.js';
import type { PeerAnswer } from '../protocol/server-operations.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { Client } from './client-class.js';
import type { Constructor } from './realm-values.js';
import type { Visitor } from './visitor.js';

/** Forwards a call and hears what became of it. */
export type Callee = (
  method: string,
  args: Packed,
  settled: (error: string | undefined, answer: PeerAnswer | undefined) => void,
) => void;

export interface CallProxy {
  readonly callee: Callee;
  readonly method: string;
}

/** What `application` is made with, and what the library asks of it besides. */
export class ApplicationMeans {
  /** Those who are in, in the order in which they were let in: `application.clients`, always the same array. */
  readonly clients: object[] = [];
  readonly proxies = new Map<string, CallProxy>();

  constructor(
    readonly runtime: AscRuntime,
    /** Who may be called in place of this instance: clients and connections. */
    readonly calleeOf: (value: unknown) => Callee | undefined,
  ) {}

  remove(client: object): void {
    const index = this.clients.indexOf(client);
    if (index >= 0) this.clients.splice(index, 1);
  }
}

/** `Application` of server-side ActionScript, of which there is one object. */
export class Application {
  allowDebug = false;
  readonly #means: ApplicationMeans;
  readonly #config: unknown;

  constructor(means?: unknown) {
    if (!(means instanceof ApplicationMeans)) throw new TypeError('there is one application, which the server makes');
    this.#means = means;
    this.#config = means.runtime.plain(means.runtime.setup.config);
  }

  get clients(): object[] {
    return this.#means.clients;
  }

  get config(): unknown {
    return this.#config;
  }

  get hostname(): string {
    return this.#means.runtime.setup.hostname;
  }

  /** `chat/_definst_`. */
  get name(): string {
    return this.#means.runtime.setup.path;
  }

  get server(): string {
    return this.#means.runtime.setup.server;
  }

  /** May be called for who is in, and then does nothing. */
  acceptConnection(client: unknown): void {
    if (visitorOf(client, 'acceptConnection').accept()) this.#means.clients.push(client as object);
  }

  /** `(client, description, data)`, `(client, data)`. */
  rejectConnection(client: unknown, ...reasons: unknown[]): void {
    this.#reject(visitorOf(client, 'rejectConnection'), undefined, reasons);
  }

  redirectConnection(client: unknown, url?: unknown, ...reasons: unknown[]): void {
    const visitor = visitorOf(client, 'redirectConnection');
    this.#reject(visitor, typeof url === 'string' && url !== '' ? url : undefined, reasons);
  }

  /** It goes once the running code has returned. */
  disconnect(client: unknown): boolean {
    const { runtime } = this.#means;
    const visitor = visitorOf(client, 'disconnect');
    if (visitor.state === 'gone') return false;
    if (visitor.reject('Connection failed')) return true;
    visitor.state = 'gone';
    this.#means.remove(client as object);
    runtime.afterTurn(() => runtime.tell('application.disconnect', visitor.record.id));
    return true;
  }

  broadcastMsg(method: unknown, ...args: unknown[]): void {
    const { runtime, clients } = this.#means;
    const packed = runtime.values.pack(...args);
    for (const client of clients) {
      const visitor = Client.visitorOf(client);
      if (visitor !== undefined) runtime.tell('client.call', visitor.record.id, asText(method), packed, false);
    }
  }

  clearSharedObjects(path: unknown): boolean {
    return this.#means.runtime.nowOr(false, 'application.clearSharedObjects', asText(path));
  }

  clearStreams(path: unknown): boolean {
    return this.#means.runtime.nowOr(false, 'application.clearStreams', asText(path));
  }

  gc(): void {
    this.#means.runtime.tell('application.sweep');
  }

  getStats(): unknown {
    const { runtime } = this.#means;
    return runtime.plain(runtime.now('application.stats'));
  }

  /** @param constructor called without arguments; null: objects of that class are plain again */
  registerClass(name: unknown, constructor: unknown): void {
    if (constructor !== null && typeof constructor !== 'function') {
      throw new TypeError(`registerClass(${JSON.stringify(asText(name))}, …) needs a constructor, or null`);
    }
    this.#means.runtime.values.registerClass(asText(name), constructor as Constructor | null);
  }

  /** @param target a Client or a NetConnection; null: no longer */
  registerProxy(method: unknown, target: unknown, targetMethod?: unknown): void {
    const { proxies, calleeOf } = this.#means;
    const name = asText(method);
    if (target === null || target === undefined) {
      proxies.delete(name);
      return;
    }
    const callee = calleeOf(target);
    if (callee === undefined) throw new TypeError(`registerProxy("${name}", …) needs a Client or a NetConnection`);
    proxies.set(name, { callee, method: targetMethod === undefined ? name : asText(targetMethod) });
  }

  /** It ends once the running code has returned. */
  shutdown(): boolean {
    const { runtime } = this.#means;
    runtime.afterTurn(() => runtime.tell('application.shutdown'));
    return true;
  }

  sendPeerRedirect(): boolean {
    return this.#noPeers('sendPeerRedirect');
  }

  denyPeerLookup(): boolean {
    return this.#noPeers('denyPeerLookup');
  }

  #noPeers(member: string): false {
    this.#means.runtime.warn(`application.${member} did nothing: this server has no RTMFP`);
    return false;
  }

  /** `reasons`: a description, data, or both; with one that is an object it is data. */
  #reject(visitor: Visitor, redirect: string | undefined, reasons: readonly unknown[]): void {
    const isData = reasons.length === 1 && typeof reasons[0] === 'object';
    const [description, data] = isData ? [undefined, reasons[0]] : reasons;
    const packed = data === undefined || data === null ? undefined : this.#means.runtime.values.pack(data);
    visitor.reject(
      description === undefined || description === null ? 'Connection failed' : asText(description),
      packed,
      redirect,
    );
  }
}

function visitorOf(client: unknown, member: string): Visitor {
  const visitor = Client.visitorOf(client);
  if (visitor === undefined) throw new TypeError(`application.${member} needs a Client`);
  return visitor;
}
