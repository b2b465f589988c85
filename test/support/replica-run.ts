import type { AmfValue } from '../../src/amf/value.js';
import { ObjectReplica } from '../../src/script/guest/object-replica.js';
import { pack } from '../../src/script/protocol/pack.js';
import type { SyncItem as ServerItem } from '../../src/sharedobject/server-shared-object.js';
import { ServerSharedObject } from '../../src/sharedobject/server-shared-object.js';
import type { SharedObject } from '../../src/sharedobject/shared-object.js';
import { shown } from './transcript.js';

/** A script that uses an object, with what is on its way between it and the server. */
export class ReplicaRun {
  readonly replica: ObjectReplica;
  readonly server: ServerSharedObject;
  readonly #toServer: (() => void)[] = [];
  readonly #toScript: (() => void)[] = [];
  #heard: string[] = [];

  constructor(object: SharedObject, seen?: () => void) {
    const news = (task: () => void): void => {
      this.#toScript.push(() => {
        task();
        seen?.();
      });
    };
    const server = new ServerSharedObject(object, {
      onSync: (items, confirmed) => {
        const { version } = server;
        news(() => this.#take(version, confirmed, items));
      },
      onStatus: (code) => news(() => this.#heard.push(code)),
      onMessage: (handler, args) => news(() => this.#heard.push([handler, ...args.map(shown)].join(' '))),
    });
    this.server = server;
    const properties = server.getPropertyNames().flatMap((name) => [name, server.getProperty(name)]);
    const { version } = server;
    this.replica = new ObjectReplica({
      ...{ version, properties: pack(...properties) },
      ...(object.isProxied && { isProxied: true }),
    });
  }

  set(name: string, value: AmfValue): void {
    this.replica.set(name, value);
    this.#toServer.push(() => this.server.setProperty(name, value));
  }

  clear(): void {
    this.replica.clear();
    this.#toServer.push(() => this.server.clear());
  }

  send(handler: string): void {
    this.#toServer.push(() => this.server.send(handler));
  }

  /** So many of its wishes reach the server. */
  arrive(count = Infinity): void {
    for (const task of this.#toServer.splice(0, count)) task();
  }

  /** So much news reaches the script. */
  hear(count = Infinity): void {
    for (const task of this.#toScript.splice(0, count)) task();
  }

  /** What the script was told since the last time: `change x 1`, with what it was before behind it. */
  heard(): string[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  /** What the script sees. */
  get seen(): Record<string, AmfValue> {
    return Object.fromEntries(
      this.replica
        .names()
        .sort()
        .map((name) => [name, this.replica.get(name)]),
    );
  }

  #take(version: number, confirmed: number, items: readonly ServerItem[]): void {
    const values: AmfValue[] = [];
    const news = items.map(({ code, name, value, own }) => ({
      code,
      ...(name !== undefined && { name }),
      ...(value !== undefined && { value: values.push(value) - 1 }),
      ...(own && { own }),
    }));
    for (const item of this.replica.take(version, confirmed, news, pack(...values))) {
      const old = item.oldValue === undefined ? [] : [`was ${shown(item.oldValue)}`];
      this.#heard.push([item.code, ...(item.name === undefined ? [] : [item.name]), ...old].join(' '));
    }
  }
}
