import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { AmfObject } from '../src/amf/value.js';
import { concat } from '../src/bytes/concat.js';
import { nodeCrypto } from '../src/net/node-crypto.js';
import { RtmpConnection } from '../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../src/rtmp/message/command.js';
import type { MessageStreamId } from '../src/rtmp/message.js';
import { CONNECTION_STREAM, messageStreamId, MessageType } from '../src/rtmp/message.js';

const CONNECT = 1;
const CREATE_STREAM = 2;
const PLAY = 3;

/** A player that looks how long it sees no picture. */
export class WatchingPlayer {
  /** It was disconnected. */
  isLost = false;
  pictures = 0;
  #longestGap = 0;
  #seenAt: number | undefined;
  #hasEnded = false;
  readonly #rtmp = new RtmpConnection({ role: 'client', crypto: nodeCrypto });
  readonly #socket: Socket;

  /** @param url `rtmp://host:port/application` */
  constructor(
    url: string,
    private readonly stream: string,
  ) {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    this.#rtmp.connected = true;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (bytes) => this.#received(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => (this.isLost ||= !this.#hasEnded));
    const about = AmfObject.of({ app: pathname.slice(1), tcUrl: url, flashVer: 'LNX 9,0,124,2' });
    this.#command('connect', CONNECT, about);
  }

  /** The longest time without a picture, the present one included, in milliseconds. */
  get longestGap(): number {
    return this.#seenAt === undefined ? Infinity : Math.max(this.#longestGap, performance.now() - this.#seenAt);
  }

  /** Forgets the gaps so far. */
  restart(): void {
    this.#longestGap = 0;
  }

  end(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
  }

  #command(
    name: string,
    transactionId: number,
    commandObject: AmfObject | null,
    args: readonly string[] = [],
    on: MessageStreamId = CONNECTION_STREAM,
  ): void {
    this.#rtmp.write(encodeCommand({ name, transactionId, commandObject, args, encoding: 'amf0' }, on));
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.#socket.write(concat(output));
  }

  #received(bytes: Uint8Array): void {
    this.#rtmp.receive(bytes, performance.now());
    for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) {
      if (message.type === MessageType.video) this.#saw();
      if (message.type !== MessageType.commandAmf0) continue;
      const { name, transactionId, args } = decodeCommand(message);
      if (name === '_error') this.isLost = true;
      if (name !== '_result') continue;
      if (transactionId === CONNECT) this.#command('createStream', CREATE_STREAM, null);
      if (transactionId === CREATE_STREAM) {
        this.#command('play', PLAY, null, [this.stream], messageStreamId(Number(args[0])));
      }
    }
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.#socket.write(concat(output));
  }

  #saw(): void {
    const now = performance.now();
    if (this.#seenAt !== undefined) this.#longestGap = Math.max(this.#longestGap, now - this.#seenAt);
    this.#seenAt = now;
    this.pictures++;
  }
}
