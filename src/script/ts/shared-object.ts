import { ObjectReplica } from '../guest/object-replica.js';
import type { SyncItem } from '../guest/object-replica.js';
import type { Packed } from '../protocol/bytes.js';
import { unpack } from '../protocol/pack.js';
import type { ObjectNews } from '../protocol/script-events.js';
import type { ObjectState } from '../protocol/server-operations.js';
import { fromAmf } from './from-amf.js';
import type { InstanceServer } from './instance-server.js';
import { Listeners } from './listeners.js';
import type { Change } from './object-change.js';
import { packValues, unpackValues } from './packed-values.js';
import { ServerError } from './server-error.js';

/** How an object is stored. */
export interface StoreOptions {
  /** Whether changes are stored by themselves after a while. */
  readonly autoCommit?: boolean;
  /** How many versions back a client may be without being sent everything anew. */
  readonly resyncDepth?: number;
}

/**
 * A remote shared object, as one of those who share it. Own changes are seen at once and sent to all others at the end of
 * the turn, as one message. What `get` answers is a copy: to change a member of it, `set` it again.
 */
export class SharedObject<State extends object = Record<string, unknown>> implements Iterable<
  [keyof State & string, State[keyof State & string]]
> {
  readonly #replica: ObjectReplica;
  readonly #changes: Listeners<[changes: readonly Change<State>[]]>;
  readonly #messages = new Map<string, Listeners<unknown[]>>();

  /** Made by the server. */
  constructor(
    readonly name: string,
    /** Whether it outlives the instance. */
    readonly persistent: boolean,
    private readonly number: number,
    state: ObjectState,
    private readonly server: InstanceServer,
    private readonly closed: () => void,
  ) {
    this.#replica = new ObjectReplica(state);
    this.#changes = new Listeners(server, `onChange of the shared object ${name}`);
  }

  /** Grows with every change. */
  get version(): number {
    return this.#replica.version;
  }

  /** How many properties there are. */
  get size(): number {
    return this.#replica.size;
  }

  get<Name extends keyof State & string>(name: Name): State[Name] | undefined {
    return fromAmf(this.#replica.get(name)) as State[Name] | undefined;
  }

  has(name: string): boolean {
    return this.#replica.get(name) !== undefined;
  }

  /** The names of the properties as they are now. */
  keys(): (keyof State & string)[] {
    return this.#replica.names() as (keyof State & string)[];
  }

  *[Symbol.iterator](): Iterator<[keyof State & string, State[keyof State & string]]> {
    for (const name of this.keys()) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }

  /** All properties, as they are now. */
  toObject(): Partial<State> {
    return Object.fromEntries(this) as Partial<State>;
  }

  /** Changes a property for all; undefined and null delete it. */
  set<Name extends keyof State & string>(name: Name, value: State[Name] | undefined | null): void {
    const packed = packValues([value ?? null]);
    this.#replica.set(name, unpack(packed)[0]);
    this.server.tell('object.set', this.number, name, packed);
  }

  /** Changes several properties. */
  assign(properties: { readonly [Name in keyof State]?: State[Name] | undefined | null }): void {
    for (const [name, value] of Object.entries(properties)) this.set(name as keyof State & string, value as never);
  }

  delete(name: keyof State & string): void {
    this.set(name, undefined);
  }

  /** Deletes all properties. */
  clear(): void {
    this.#replica.clear();
    this.server.tell('object.clear', this.number);
  }

  /** Calls a handler of everybody who shares the object, {@link onMessage} of this one included. */
  send(handler: string, ...args: unknown[]): void {
    this.server.tell('object.send', this.number, handler, packValues(args));
  }

  /** Calls `listener` with what others change, in the order of the server. Answers what ends that. */
  onChange(listener: (changes: readonly Change<State>[]) => unknown): () => void {
    return this.#changes.add(listener);
  }

  /** Calls `listener` with the arguments of each {@link send} to `handler`. Answers what ends that. */
  onMessage(handler: string, listener: (...args: unknown[]) => unknown): () => void {
    let listeners = this.#messages.get(handler);
    if (listeners === undefined) {
      listeners = new Listeners(this.server, `onMessage ${handler} of the shared object ${this.name}`);
      this.#messages.set(handler, listeners);
    }
    return listeners.add(listener);
  }

  /**
   * Nobody else changes the object while `work` runs, however long it takes, and what it changes goes out together. Rejects
   * with a ServerError if it cannot be locked, as an object of another server.
   */
  async lock<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const locks = await this.server.ask('object.lock', this.number);
    if (locks < 0) throw new ServerError(`The shared object ${this.name} cannot be locked.`);
    try {
      return await work();
    } finally {
      this.server.tell('object.unlock', this.number);
    }
  }

  /** Stores it now; true if it would be there after a crash. */
  flush(): Promise<boolean> {
    return this.server.ask('object.flush', this.number);
  }

  /** Whether it differs from what is stored. */
  isDirty(): Promise<boolean> {
    return this.server.ask('object.isDirty', this.number);
  }

  configure({ autoCommit, resyncDepth }: StoreOptions): void {
    if (autoCommit !== undefined) this.server.tell('object.option', this.number, 'autoCommit', autoCommit);
    if (resyncDepth !== undefined) this.server.tell('object.option', this.number, 'resyncDepth', resyncDepth);
  }

  /** This application uses it no more. Without other users, an object that is not persistent is gone then. */
  close(): void {
    this.closed();
    this.server.tell('object.close', this.number);
  }

  /** By the server: the changes of others, and what became of own ones. */
  takeNews(version: number, confirmed: number, items: readonly ObjectNews[], values: Packed): void {
    const told = this.#replica.take(version, confirmed, items, values);
    if (told.length > 0 && this.#changes.size > 0) this.#changes.tell(told.map((item) => this.#change(item)));
  }

  /** By the server: somebody has sent a message. */
  takeMessage(handler: string, args: Packed): void {
    this.#messages.get(handler)?.tell(...unpackValues(args));
  }

  #change({ code, name, oldValue }: SyncItem): Change<State> {
    if (name === undefined) return { type: 'clear' };
    const property = name as keyof State & string;
    return { type: code, name: property, value: this.get(property), oldValue: fromAmf(oldValue) } as Change<State>;
  }
}
