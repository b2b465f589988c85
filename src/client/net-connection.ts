import type { AmfObject, AmfValue } from '../amf/value.js';
import type { CallAnswer } from '../application/running-script.js';
import { silentLogger } from '../log/logger.js';
import { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import { defaultOutgoingOptions } from '../netconnection/client/outgoing-options.js';
import { CallFailedError } from '../netconnection/responders.js';
import { defaultRtmpOptions } from '../rtmp/rtmp-options.js';
import { CallError } from '../script/ts/call-error.js';
import { answeredError } from '../script/ts/answered-error.js';
import { fromAmf } from '../script/ts/from-amf.js';
import type { StatusInfo } from '../script/ts/status-info.js';
import { statusInfo } from '../script/ts/status-info.js';
import { toAmf } from '../script/ts/to-amf.js';
import type { Timer } from '../time/clock.js';
import { RtmpConnector } from '../transport/rtmp-connector.js';
import { defaultBackoff, delayBefore } from '../time/backoff.js';
import { ConnectError } from './connect-error.js';
import { Listeners } from './listeners.js';
import type { ClientMethod, NetConnectionOptions } from './net-connection-options.js';
import { NetStream } from './net-stream.js';
import { platformClock, platformCrypto } from './platform.js';
import { report } from './report.js';
import { serverAddress } from './server-address.js';
import { SharedObject } from './shared-object.js';
import { WebSocketDialer } from './web-socket-dialer.js';
import { platformWebSocket } from './web-socket-like.js';

/** `waiting`: it broke, and is soon made anew. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'waiting' | 'closed';

/** A {@link NetConnection} is known to servers by this. */
const AGENT = 'Afterglow client';

const TRANSPORT = {
  rtmp: { ...defaultRtmpOptions, offerDigest: false },
  handshakeTimeout: 10_000,
  partialMessageTimeout: 30_000,
  pingPeriod: 30_000,
  pingTimeout: 30_000,
} as const;

/**
 * A connection to an application, over a WebSocket. When it breaks after it stood it is made anew by itself: streams and
 * shared objects go on, calls that were not answered fail. What `close`, a refusal or `reconnect: false` ends stays ended.
 */
export class NetConnection {
  readonly #methods: Map<string, ClientMethod>;
  readonly #statuses = new Listeners<[info: StatusInfo]>();
  readonly #streams = new Set<NetStream>();
  readonly #objects = new Map<string, SharedObject>();
  #state: ConnectionState = 'idle';
  #connection: OutgoingConnection | undefined;
  #attempts = 0;
  #timer: Timer | undefined;
  #make: () => void = () => undefined;
  #refusal: StatusInfo | undefined;
  #settle: { resolve(info: StatusInfo): void; reject(error: ConnectError): void } | undefined;

  constructor(private readonly options: NetConnectionOptions = {}) {
    this.#methods = new Map(Object.entries(options.methods ?? {}));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  /**
   * Connects to `ws://host[:port]/application[/instance][?query]`. Resolves with what the server says when it lets us in;
   * rejects with ConnectError. Throws an Error for an address that is none, or without a WebSocket, and if it was connected
   * before.
   *
   * @param args what onConnect of the application is given
   */
  connect(address: string, ...args: unknown[]): Promise<StatusInfo> {
    if (this.#state !== 'idle') throw new Error('A NetConnection connects once: make another.');
    const { WebSocket = platformWebSocket(), path, fields, objectEncoding = 3, connectTimeout } = this.options;
    const { webSocket, rtmp } = serverAddress(address, path);
    const clock = platformClock;
    const logger = silentLogger;
    const dialer = new WebSocketDialer(webSocket, WebSocket, clock);
    const connector = new RtmpConnector({ dialer, clock, logger, crypto: platformCrypto, options: TRANSPORT });
    const options = { ...defaultOutgoingOptions, ...(connectTimeout !== undefined && { connectTimeout }) };
    const more = Object.entries({ flashVer: AGENT, ...pageUrl(), ...fields });
    const request = {
      ...{ address: rtmp, objectEncoding, args: args.map(toAmf) },
      fields: Object.fromEntries(more.map(([name, value]) => [name, toAmf(value)])),
    };
    this.#make = () => {
      this.#state = 'connecting';
      const listener = {
        status: (info: AmfObject): void => this.#told(statusInfo(fromAmf(info) as Record<string, unknown>)),
        call: (method: string, called: readonly AmfValue[]): Promise<CallAnswer> => this.#called(method, called),
      };
      this.#connection = new OutgoingConnection(request, { connector, clock, logger, options }, listener);
    };
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#make();
    });
  }

  /** Calls a method of the application. Rejects with CallError. */
  async call(method: string, ...args: unknown[]): Promise<unknown> {
    if (this.#connection === undefined || !this.isConnected) throw new CallError('There is no connection.');
    try {
      return fromAmf(await this.#connection.call(method, ...args.map(toAmf)));
    } catch (error) {
      throw error instanceof CallFailedError ? answeredError(error) : error;
    }
  }

  /** Calls a method without asking for an answer; false unless connected. */
  notify(method: string, ...args: unknown[]): boolean {
    return this.#connection?.notify(method, ...args.map(toAmf)) === true;
  }

  /** From now on the server may call `name`; undefined: no more. What it throws, a CallError, the server is told. */
  method(name: string, method: ClientMethod | undefined): void {
    if (method === undefined) this.#methods.delete(name);
    else this.#methods.set(name, method);
  }

  /** Calls `listener` with what the server says of the connection. Answers what ends that. */
  onStatus(listener: (info: StatusInfo) => unknown): () => void {
    return this.#statuses.add(listener);
  }

  /** A new stream. It may be told what to do before there is a connection. */
  stream(): NetStream {
    const stream: NetStream = new NetStream(() => this.#streams.delete(stream));
    this.#streams.add(stream);
    if (this.#isUsable) stream.attach(this.#connection!);
    return stream;
  }

  /** A shared object of the application; the same for the same name, until it is closed. */
  sharedObject<State extends object = Record<string, unknown>>(name: string, persistent = false): SharedObject<State> {
    const key = `${persistent ? 'p' : 't'}/${name}`;
    let object = this.#objects.get(key);
    if (object === undefined) {
      object = new SharedObject(name, persistent, () => this.#objects.delete(key));
      this.#objects.set(key, object);
      if (this.#isUsable) object.attach(this.#connection!);
    }
    return object as unknown as SharedObject<State>;
  }

  /** Ends it for good. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#timer?.cancel();
    this.#connection?.close();
  }

  get #isUsable(): boolean {
    return this.#connection !== undefined && this.#state === 'connected';
  }

  #told(info: StatusInfo): void {
    switch (info.code) {
      case 'NetConnection.Connect.Success':
        this.#accepted();
        this.#settle?.resolve(info);
        break;
      case 'NetConnection.Connect.Rejected':
        this.#refusal = info;
        break;
      case 'NetConnection.Connect.ReconnectRequest':
        this.#statuses.tell(info);
        this.#connection?.close();
        return;
      case 'NetConnection.Connect.Failed':
      case 'NetConnection.Connect.Closed':
        this.#ended(info);
    }
    this.#statuses.tell(info);
  }

  #accepted(): void {
    this.#state = 'connected';
    this.#attempts = 0;
    const connection = this.#connection!;
    for (const stream of this.#streams) stream.attach(connection);
    for (const object of this.#objects.values()) object.attach(connection);
  }

  #ended(info: StatusInfo): void {
    const stood = this.#state === 'connected' || this.#attempts > 0;
    this.#settle?.reject(new ConnectError(this.#refusal ?? info));
    const { reconnect = {} } = this.options;
    const delay =
      stood && reconnect !== false && this.#refusal === undefined && this.#state !== 'closed'
        ? delayBefore(++this.#attempts, { ...defaultBackoff, ...reconnect }, Math.random())
        : undefined;
    this.#state = delay === undefined ? 'closed' : 'waiting';
    if (delay !== undefined) this.#timer = platformClock.after(delay, this.#make);
  }

  async #called(name: string, args: readonly AmfValue[]): Promise<CallAnswer> {
    const method = this.#methods.get(name) as ((...args: unknown[]) => unknown) | undefined;
    if (method === undefined) return { answer: 'absent' };
    try {
      return { answer: 'result', value: toAmf(await method(...args.map(fromAmf))) };
    } catch (error) {
      if (error instanceof CallError) {
        const info = error.info === undefined ? {} : { info: toAmf(error.info) as AmfObject };
        return { answer: 'error', description: error.message, ...info };
      }
      report(error);
      return { answer: 'error', description: 'The method failed.' };
    }
  }
}

/** The page in which it runs, if any. */
function pageUrl(): { pageUrl?: string } {
  const { location } = globalThis as { location?: { href: string } };
  return location === undefined ? {} : { pageUrl: location.href };
}
