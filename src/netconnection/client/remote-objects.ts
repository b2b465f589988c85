import { encodeSharedObject } from '../../rtmp/message/shared-object.js';
import type { SharedObjectMessage } from '../../rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../rtmp/message/shared-object-event.js';
import type { ServerLink } from './server-link.js';

/** Which shared object of the other server. */
export interface RemoteObjectName {
  readonly name: string;
  readonly persistent: boolean;
}

/** Hears of one shared object of the other server. */
export interface RemoteObjectListener {
  /** From now on the server can be told something, which is `use` first. At once, where the connection stands. */
  connected(): void;
  receive(message: SharedObjectMessage): void;
  /** The connection is over; nothing more comes. */
  closed(): void;
}

/** One shared object of the other server, as long as it is used. */
export interface RemoteObject {
  /**
   * Tells the server something of it; nothing happens unless the connection stands. Throws AmfError for a value that AMF
   * cannot express.
   *
   * @param version the last one that was heard of, 0 for none
   */
  send(version: number, ...events: readonly SharedObjectEvent[]): void;
  /** Says `release`, and hears nothing more. */
  leave(): void;
}

/** The shared objects of another server that are used over one connection. */
export class RemoteObjects {
  readonly #listeners = new Map<string, RemoteObjectListener>();
  #link: ServerLink | undefined;

  /** Begins to hear of an object. Throws an Error if somebody does already. */
  use({ name, persistent }: RemoteObjectName, listener: RemoteObjectListener): RemoteObject {
    const key = keyOf({ name, persistent });
    if (this.#listeners.has(key)) throw new Error(`shared object ${name} is used already on this connection`);
    this.#listeners.set(key, listener);
    const send = (version: number, ...events: readonly SharedObjectEvent[]): void => {
      if (this.#link === undefined || this.#listeners.get(key) !== listener) return;
      const { encoding } = this.#link.send;
      this.#link.transport.send(encodeSharedObject({ name, persistent, version, encoding, events }));
    };
    const leave = (): void => {
      send(0, { event: 'release' });
      if (this.#listeners.get(key) === listener) this.#listeners.delete(key);
    };
    if (this.#link !== undefined) listener.connected();
    return { send, leave };
  }

  connected(link: ServerLink): void {
    this.#link = link;
    for (const listener of [...this.#listeners.values()]) listener.connected();
  }

  /** An object that nobody uses any more is not looked for. */
  receive(message: SharedObjectMessage): void {
    this.#listeners.get(keyOf(message))?.receive(message);
  }

  closed(): void {
    this.#link = undefined;
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.closed();
  }
}

function keyOf({ name, persistent }: RemoteObjectName): string {
  return (persistent ? 'p/' : 't/') + name;
}
