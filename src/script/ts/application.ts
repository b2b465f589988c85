import type { InstanceSetup } from '../protocol/script-messages.js';
import type { ApplicationTypes, ArgumentsOf, CallsOf, NamesOf } from './application-types.js';
import type { Check, Checked } from './check.js';
import { checkedMethod } from './checked-method.js';
import type { Client } from './client.js';
import type { Clients } from './clients.js';
import type { ConnectOptions } from './connection.js';
import { Connection } from './connection.js';
import type { ConnectionTable } from './connection-table.js';
import type { InstanceServer } from './instance-server.js';
import { Log } from './log.js';
import { packValues } from './packed-values.js';
import type { SharedObject } from './shared-object.js';
import type { SharedObjectTable } from './shared-object-table.js';
import type { ApplicationStatistics } from './statistics.js';
import { statistics } from './statistics.js';
import type { Stream } from './stream.js';
import type { StreamTable } from './stream-table.js';

/** What an instance of an application is made from, by the guest. */
export interface ApplicationParts<Types extends ApplicationTypes> {
  readonly setup: InstanceSetup;
  readonly server: InstanceServer;
  readonly clients: Clients<Types>;
  readonly objects: SharedObjectTable;
  readonly streams: StreamTable;
  readonly connections: ConnectionTable;
}

/** An instance of the application as it runs, and the way to everything that the server can do. */
export class Application<Types extends ApplicationTypes = ApplicationTypes> {
  readonly log: Log;
  readonly #parts: ApplicationParts<Types>;

  /** Made by the server, once for each instance. */
  constructor(parts: ApplicationParts<Types>) {
    this.#parts = parts;
    this.log = new Log(parts.server.host);
  }

  /** The name of the application: `chat`. */
  get name(): string {
    return this.#parts.setup.application;
  }

  /** The name of the instance: `_definst_`, unless clients connect to `chat/another`. */
  get instance(): string {
    return this.#parts.setup.instance;
  }

  /** `script.config` of application.yaml. */
  get config(): Readonly<Record<string, unknown>> {
    return this.#parts.setup.config;
  }

  /** The name of the virtual host that it belongs to. */
  get virtualHost(): string {
    return this.#parts.setup.virtualHost;
  }

  /** The server and its version. */
  get server(): string {
    return this.#parts.setup.server;
  }

  /** Absolute: the folder of the application. */
  get folder(): string {
    return this.#parts.setup.folder;
  }

  /** Who is in, live. */
  get clients(): Clients<Types> {
    return this.#parts.clients;
  }

  /** A method that clients may call only with arguments that pass these checks; others are answered what is wrong. */
  method<const Checks extends readonly Check[], Result>(
    checks: Checks,
    handler: (client: Client<Types>, ...args: Checked<Checks>) => Result,
  ): (client: Client<Types>, ...args: Checked<Checks>) => Result {
    return checkedMethod(checks, handler);
  }

  /** Calls a method of every client. */
  broadcast<Name extends NamesOf<CallsOf<Types>>>(method: Name, ...args: ArgumentsOf<CallsOf<Types>[Name]>): void {
    const packed = packValues(args);
    for (const { id } of this.clients) this.#parts.server.tell('client.call', id, method, packed, false);
  }

  /** The shared object of that name; if it is `persistent`, it is stored. Rejects with a ServerError. */
  async sharedObject<State extends object = Record<string, unknown>>(
    name: string,
    { persistent = false }: { readonly persistent?: boolean } = {},
  ): Promise<SharedObject<State>> {
    return (await this.#parts.objects.open(name, persistent)) as unknown as SharedObject<State>;
  }

  /** The stream of that name. There need be no publisher, and no recording. */
  stream(name: string): Stream {
    return this.#parts.streams.open(name);
  }

  /** The names of the live streams that are published now. */
  liveStreams(): Promise<string[]> {
    return this.#parts.server.ask('application.streams');
  }

  /** Connects to another server. Rejects with a ServerError if that fails. */
  async connect(url: string, options: ConnectOptions = {}): Promise<Connection> {
    const { server, objects, connections } = this.#parts;
    const number = server.nextNumber();
    const connection = new Connection(url, number, server, objects, options, () => connections.delete(number));
    connections.add(number, connection);
    await connection.connected;
    return connection;
  }

  /** Calls `callback` once. It ends with the instance. Answers what ends it earlier. */
  after(milliseconds: number, callback: () => unknown): () => void {
    return this.#timer(milliseconds, false, callback);
  }

  /** Calls `callback` again and again. It ends with the instance. Answers what ends it earlier. */
  every(milliseconds: number, callback: () => unknown): () => void {
    return this.#timer(milliseconds, true, callback);
  }

  /** Resolves after a while; never, if the instance ends before. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** The date, of the clock by which the timers go: milliseconds since 1970. */
  now(): number {
    return this.#parts.server.host.date();
  }

  async statistics(): Promise<ApplicationStatistics> {
    return statistics<keyof ApplicationStatistics>(await this.#parts.server.ask('application.stats'));
  }

  /** Deletes shared objects: `/` all, `/foo/bar`; `*` and `?` in the last segment. True if there was any. */
  clearSharedObjects(path: string): Promise<boolean> {
    return this.#parts.server.ask('application.clearSharedObjects', path);
  }

  /** Deletes recordings: `/` all, `/report`, `/pres*`, `mp4:/foo.f4v`. True if there was any. */
  clearStreams(path: string): Promise<boolean> {
    return this.#parts.server.ask('application.clearStreams', path);
  }

  /** Stores all persistent shared objects now; true if they would be there after a crash. */
  commitSharedObjects(): Promise<boolean> {
    return this.#parts.server.ask('object.commit', undefined);
  }

  /** Unloads the instance: clients are told NetConnection.Connect.AppShutdown, and `onShutdown` is called. */
  shutdown(): void {
    this.#parts.server.tell('application.shutdown');
  }

  #timer(milliseconds: number, repeats: boolean, callback: () => unknown): () => void {
    const { server } = this.#parts;
    return server.host.timer(milliseconds, repeats, () => server.run('a timer', callback));
  }
}
