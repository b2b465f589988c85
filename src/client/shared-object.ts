import type { AmfValue } from '../amf/value.js';
import type { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { RemoteObject, RemoteObjectListener } from '../netconnection/client/remote-objects.js';
import type { SharedObjectMessage } from '../rtmp/message/shared-object.js';
import type { PropertyPair, SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import { fromAmf } from '../script/ts/from-amf.js';
import type { Change } from '../script/ts/object-change.js';
import { toAmf } from '../script/ts/to-amf.js';
import { Listeners } from './listeners.js';
import type { ValueChange } from './shared-values.js';
import { SharedValues } from './shared-values.js';

/**
 * A remote shared object, as one of those who share it. Own changes are seen at once and sent together at the end of the
 * turn; while there is no connection they are kept and sent when there is. Made by `NetConnection.sharedObject`.
 */
export class SharedObject<State extends object = Record<string, unknown>> implements RemoteObjectListener {
  readonly #values = new SharedValues();
  readonly #changes = new Listeners<[changes: readonly Change<State>[]]>();
  readonly #statuses = new Listeners<[code: string, level: string]>();
  readonly #messages = new Map<string, Listeners<unknown[]>>();
  /** Own changes that the server has not been told of; undefined deletes. */
  readonly #untold = new Map<string, AmfValue>();
  #remote: RemoteObject | undefined;
  #version = 0;
  #isSynchronized = false;
  #isFlushPlanned = false;

  constructor(
    readonly name: string,
    /** Whether the server keeps it when nobody uses it. */
    readonly persistent: boolean,
    private readonly forget: () => void,
  ) {}

  /** Whether the server has said what the object is, since the connection stands. */
  get isSynchronized(): boolean {
    return this.#isSynchronized;
  }

  /** A copy: to change a member of it, `set` it again. */
  get<Name extends keyof State & string>(name: Name): State[Name] | undefined {
    return fromAmf(this.#values.get(name)) as State[Name] | undefined;
  }

  keys(): (keyof State & string)[] {
    return this.#values.names() as (keyof State & string)[];
  }

  /** All properties, as they are now. */
  toObject(): Partial<State> {
    return Object.fromEntries(this.keys().map((name) => [name, this.get(name)])) as Partial<State>;
  }

  /** Changes a property for all; undefined and null delete it. Throws a TypeError for what AMF cannot express. */
  set<Name extends keyof State & string>(name: Name, value: State[Name] | undefined | null): void {
    const said = toAmf(value) ?? undefined;
    this.#values.set(name, said);
    this.#untold.delete(name);
    this.#untold.set(name, said);
    this.#plan();
  }

  delete(name: keyof State & string): void {
    this.set(name, undefined);
  }

  /** Calls the handler of everybody who shares the object, this one included. False without a connection. */
  send(handler: string, ...args: unknown[]): boolean {
    if (!this.#isSynchronized) return false;
    this.#flush();
    this.#tell({ event: 'sendMessage', handler, args: args.map(toAmf) });
    return true;
  }

  /** Calls `listener` with what the server says has changed. Answers what ends that. */
  onChange(listener: (changes: readonly Change<State>[]) => unknown): () => void {
    return this.#changes.add(listener);
  }

  /** Calls `listener` with the arguments of each {@link send} to `handler`. Answers what ends that. */
  onMessage(handler: string, listener: (...args: unknown[]) => unknown): () => void {
    const listeners = this.#messages.get(handler) ?? new Listeners<unknown[]>();
    this.#messages.set(handler, listeners);
    return listeners.add(listener);
  }

  /** Calls `listener` with what the server refuses: `SharedObject.NoWriteAccess`, … Answers what ends that. */
  onStatus(listener: (code: string, level: string) => unknown): () => void {
    return this.#statuses.add(listener);
  }

  /** Shares it no more. */
  close(): void {
    this.#flush();
    this.#remote?.leave();
    this.closed();
    this.forget();
  }

  /** By the connection: there is one from now on. */
  attach(connection: OutgoingConnection): void {
    const { name, persistent } = this;
    // A connection that stands says so at once, before it is known here what to answer to.
    let isConnected = false;
    const remote = connection.object(
      { name, persistent },
      {
        connected: () => {
          isConnected = true;
          if (this.#remote !== undefined) this.connected();
        },
        receive: (message) => this.receive(message),
        closed: () => this.closed(),
      },
    );
    this.#remote = remote;
    if (isConnected) this.connected();
  }

  connected(): void {
    this.#version = 0;
    this.#values.forget();
    this.#remote?.send(0, { event: 'use' });
  }

  receive({ version, events }: SharedObjectMessage): void {
    this.#version = version;
    const changes: ValueChange[] = [];
    let isWelcome = false;
    for (const event of events) {
      if (event.event === 'useSuccess') isWelcome = true;
      else if (event.event === 'sendMessage') this.#messages.get(event.handler)?.tell(...event.args.map(fromAmf));
      else if (event.event === 'status') this.#statuses.tell(event.code, event.level);
      else changes.push(...this.#values.take(event));
    }
    if (isWelcome) this.#welcomed();
    if (changes.length > 0 || isWelcome) this.#changes.tell(changes.map((change) => this.#shown(change)));
  }

  closed(): void {
    this.#isSynchronized = false;
    this.#remote = undefined;
  }

  #welcomed(): void {
    this.#isSynchronized = true;
    for (const [name, value] of this.#untold) this.#values.set(name, value);
    this.#flush();
  }

  #plan(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    queueMicrotask(() => {
      this.#isFlushPlanned = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (!this.#isSynchronized || this.#untold.size === 0) return;
    // One event for each property, as Flash Player writes it.
    const events: SharedObjectEvent[] = [...this.#untold].map(([name, value]) => {
      if (value === undefined) return { event: 'requestRemove', names: [name] };
      const pair: PropertyPair = [name, value];
      return { event: 'requestChange', properties: [pair] };
    });
    for (const name of this.#untold.keys()) this.#values.asked(name);
    this.#untold.clear();
    this.#tell(...events);
  }

  #tell(...events: SharedObjectEvent[]): void {
    this.#remote?.send(this.#version, ...events);
  }

  #shown(change: ValueChange): Change<State> {
    if (change.type === 'clear') return change;
    const name = change.name as keyof State & string;
    const { type, oldValue } = change;
    return { type, name, value: this.get(name), oldValue: fromAmf(oldValue) } as Change<State>;
  }
}
