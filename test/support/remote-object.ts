import type { AmfValue } from '../../src/amf/value.js';
import { decodeSharedObject, encodeSharedObject } from '../../src/rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import type { RtmpTestClient } from './rtmp-test-client.js';

/** A persistent shared object as one client on a real socket has it. A client has one of them. */
export class RemoteObject {
  /** What the server says that it is. */
  readonly properties = new Map<string, AmfValue>();
  /** What the server has said against it. */
  readonly statuses: string[] = [];
  version = 0;
  #isUsed = false;
  /** What it asked for, message by message, that was not answered yet. */
  readonly #wishes: (readonly (readonly [string, AmfValue])[])[] = [];

  private constructor(
    private readonly client: RtmpTestClient,
    private readonly name: string,
  ) {}

  /** Uses the object; resolves when the server has said what it is. */
  static async use(client: RtmpTestClient, name: string): Promise<RemoteObject> {
    const object = new RemoteObject(client, name);
    client.hear(MessageType.sharedObjectAmf0, (message) => object.#take(message));
    object.#send({ event: 'use' });
    await client.until(() => object.#isUsed || undefined);
    return object;
  }

  /** Changes properties; resolves when the server has said that they are changed. */
  async change(properties: Readonly<Record<string, AmfValue>>): Promise<void> {
    const pairs = Object.entries(properties);
    this.#wishes.push(pairs);
    this.#send({ event: 'requestChange', properties: pairs });
    await this.client.until(() => !this.#wishes.includes(pairs) || undefined);
  }

  /** Resolves when the object has a property of that value. */
  async has(name: string, value: AmfValue): Promise<void> {
    await this.client.until(() => this.properties.get(name) === value || undefined);
  }

  #send(event: SharedObjectEvent): void {
    const { name, version } = this;
    const { type, payload } = encodeSharedObject({
      name,
      version,
      persistent: true,
      encoding: 'amf0',
      events: [event],
    });
    this.client.send(type, payload);
  }

  #take(message: RtmpMessage): void {
    const { version, events } = decodeSharedObject(message);
    this.version = version;
    for (const event of events) this.#heard(event);
  }

  #heard(event: SharedObjectEvent): void {
    if (event.event === 'useSuccess') this.#isUsed = true;
    if (event.event === 'clear') this.properties.clear();
    if (event.event === 'change') for (const [name, value] of event.properties) this.properties.set(name, value);
    if (event.event === 'remove') for (const name of event.names) this.properties.delete(name);
    if (event.event === 'status') this.statuses.push(event.code);
    if (event.event === 'success') for (const name of event.names) this.#granted(name);
  }

  /** The server grants the wishes of a message one by one, in order. */
  #granted(name: string): void {
    const wish = this.#wishes[0];
    const value = wish?.find(([wished]) => wished === name)?.[1];
    this.properties.set(name, value);
    if (wish?.at(-1)?.[0] === name) this.#wishes.shift();
  }
}
