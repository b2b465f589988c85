import type { AmfValue } from '../../amf/value.js';
import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { RemoteObject } from '../../netconnection/client/remote-objects.js';
import type { SharedObjectMessage } from '../../rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../rtmp/message/shared-object-event.js';
import { fromAmf } from '../../script/ts/from-amf.js';
import { toAmf } from '../../script/ts/to-amf.js';

/** What a handler of a shared object was called with. */
export interface SentMessage {
  readonly handler: string;
  readonly args: readonly unknown[];
}

/** A remote shared object as a client has it. */
export class VirtualSharedObject<State extends object = Record<string, unknown>> {
  /** What clients were told by `send`, in its order. */
  readonly messages: SentMessage[] = [];
  /** What the server has said against it: `SharedObject.NoWriteAccess`, … */
  readonly statuses: string[] = [];
  readonly #properties = new Map<string, AmfValue>();
  /** What was asked for and not answered, by property, in its order. */
  readonly #wishes = new Map<string, AmfValue[]>();
  readonly #object: RemoteObject;
  #version = 0;
  #used: (error?: Error) => void = () => undefined;

  private constructor(
    readonly name: string,
    persistent: boolean,
    connection: OutgoingConnection,
  ) {
    let isConnected = false;
    this.#object = connection.object(
      { name, persistent },
      {
        connected: () => (isConnected = true),
        receive: (message) => this.#receive(message),
        closed: () => this.#used(new Error(`${name}: the connection was closed`)),
      },
    );
    if (isConnected) this.#tell({ event: 'use' });
  }

  /** Resolves when the server has sent what it is; rejects with what it says against it. */
  static async use<State extends object>(
    connection: OutgoingConnection,
    name: string,
    persistent: boolean,
  ): Promise<VirtualSharedObject<State>> {
    const object = new VirtualSharedObject<State>(name, persistent, connection);
    await new Promise<void>((resolve, reject) => {
      object.#used = (error) => (error === undefined ? resolve() : reject(error));
    });
    return object;
  }

  /** What it is, as far as this client has heard. */
  get data(): Partial<State> {
    return Object.fromEntries([...this.#properties].map(([name, value]) => [name, fromAmf(value)])) as Partial<State>;
  }

  /** Changes a property; it is so when the server has agreed. Undefined deletes it. */
  set<Name extends keyof State & string>(name: Name, value: State[Name] | undefined): void {
    if (value === undefined) return this.#tell({ event: 'requestRemove', names: [name] });
    const wish = toAmf(value);
    const wishes = this.#wishes.get(name);
    if (wishes === undefined) this.#wishes.set(name, [wish]);
    else wishes.push(wish);
    this.#tell({ event: 'requestChange', properties: [[name, wish]] });
  }

  /** Calls a handler of everybody who uses the object. */
  send(handler: string, ...args: unknown[]): void {
    this.#tell({ event: 'sendMessage', handler, args: args.map(toAmf) });
  }

  close(): void {
    this.#object.leave();
  }

  #tell(event: SharedObjectEvent): void {
    this.#object.send(this.#version, event);
  }

  #receive({ version, events }: SharedObjectMessage): void {
    this.#version = version;
    for (const event of events) this.#hear(event);
  }

  #hear(event: SharedObjectEvent): void {
    switch (event.event) {
      case 'useSuccess':
        // What it is comes behind it, in the same message.
        queueMicrotask(() => this.#used());
        break;
      case 'clear':
        this.#properties.clear();
        break;
      case 'change':
        for (const [name, value] of event.properties) this.#properties.set(name, value);
        break;
      case 'success':
        for (const name of event.names) this.#properties.set(name, this.#wishes.get(name)?.shift());
        break;
      case 'remove':
        for (const name of event.names) this.#properties.delete(name);
        break;
      case 'sendMessage':
        this.messages.push({ handler: event.handler, args: event.args.map(fromAmf) });
        break;
      case 'status':
        this.statuses.push(event.code);
        this.#used(new Error(`${this.name}: ${event.code}`));
        break;
      default:
        // What only clients say.
        break;
    }
  }
}
