import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { AmfValue } from '../src/amf/value.js';
import { AmfObject } from '../src/amf/value.js';
import { concat } from '../src/bytes/concat.js';
import { nodeCrypto } from '../src/net/node-crypto.js';
import { RtmpConnection } from '../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../src/rtmp/message/command.js';
import { decodeSharedObject, encodeSharedObject } from '../src/rtmp/message/shared-object.js';
import type { SharedObjectMessage } from '../src/rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../src/rtmp/message/shared-object-event.js';
import { CONNECTION_STREAM, MessageType } from '../src/rtmp/message.js';
import type { RtmpMessage } from '../src/rtmp/message.js';

/** Hears of each property of an object that has another value, be it the wish of this client (`isOwn`) or of another. */
export type Changed = (object: string, property: string, value: AmfValue, isOwn: boolean) => void;

/** What came last, as one piece, and was shared object messages and nothing else. */
let latest: { readonly bytes: Buffer; readonly messages: readonly SharedObjectMessage[] } | undefined;

/** All clients read into the same memory: none keeps what it has read. */
const readBuffer = Buffer.allocUnsafe(64 * 1024);

/** A client that uses shared objects, and knows what is in them only from what the server says. */
export class SharedObjectClient {
  bytes = 0;
  isLost = false;
  /** Objects that the server has let it use. */
  used = 0;
  /** What went wrong, in words. */
  readonly failures: string[] = [];
  readonly #rtmp = new RtmpConnection({ role: 'client', crypto: nodeCrypto });
  readonly #socket: Socket;
  readonly #versions = new Map<string, number>();
  /** What it wants properties to be; the server says yes by their names only. */
  readonly #wishes = new Map<string, AmfValue>();
  #hasEnded = false;

  /**
   * @param url `rtmp://host:port/application`
   * @param objects that it uses, none of them persistent
   */
  constructor(
    url: string,
    readonly objects: readonly string[],
    private readonly changed: Changed,
  ) {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    this.#rtmp.connected = true;
    const callback = (length: number): boolean => this.#received(length);
    const onread = { buffer: readBuffer, callback };
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true, onread });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => (this.isLost = !this.#hasEnded));
    const about = AmfObject.of({ app: pathname.slice(1), tcUrl: url, flashVer: 'LNX 9,0,124,2' });
    const command = { name: 'connect', transactionId: 1, commandObject: about, args: [], encoding: 'amf0' } as const;
    this.#rtmp.write(encodeCommand(command, CONNECTION_STREAM));
    this.#flush();
  }

  change(object: string, property: string, value: AmfValue): void {
    this.#wishes.set(`${object} ${property}`, value);
    this.#send(object, { event: 'requestChange', properties: [[property, value]] });
  }

  end(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
  }

  /** Clients of one object are sent the same bytes one after the other, which are decoded once. */
  #received(length: number): true {
    this.bytes += length;
    const isBetween = this.#rtmp.partialSince === undefined;
    if (isBetween && latest?.bytes.compare(readBuffer, 0, length) === 0) {
      for (const message of latest.messages) this.#told(message);
      return true;
    }
    this.#rtmp.receive(readBuffer.subarray(0, length), performance.now());
    const messages: SharedObjectMessage[] = [];
    let others = 0;
    for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) {
      if (message.type === MessageType.sharedObjectAmf0) messages.push(decodeSharedObject(message));
      else others++;
      if (message.type === MessageType.commandAmf0) this.#answered(message);
    }
    for (const message of messages) this.#told(message);
    const isWhole = isBetween && others === 0 && messages.length > 0 && this.#rtmp.partialSince === undefined;
    if (isWhole) latest = { bytes: Buffer.from(readBuffer.subarray(0, length)), messages };
    this.#flush();
    return true;
  }

  #told({ name, version, events }: SharedObjectMessage): void {
    this.#versions.set(name, version);
    for (const event of events) this.#heard(name, event);
  }

  #answered(message: RtmpMessage): void {
    const { name, transactionId } = decodeCommand(message);
    if (name === '_error') this.failures.push(`${name} to ${transactionId}`);
    if (name !== '_result' || transactionId !== 1) return;
    for (const object of this.objects) this.#send(object, { event: 'use' });
  }

  #heard(object: string, event: SharedObjectEvent): void {
    if (event.event === 'useSuccess') this.used++;
    if (event.event === 'status') this.failures.push(event.code);
    if (event.event === 'change')
      for (const [property, value] of event.properties) this.changed(object, property, value, false);
    if (event.event !== 'success') return;
    for (const property of event.names) this.changed(object, property, this.#wishes.get(`${object} ${property}`), true);
  }

  #send(name: string, event: SharedObjectEvent): void {
    const header = { name, version: this.#versions.get(name) ?? 0, persistent: false };
    this.#rtmp.write(encodeSharedObject({ ...header, encoding: 'amf0', events: [event] }));
    this.#flush();
  }

  #flush(): void {
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.#socket.write(concat(output));
  }
}
