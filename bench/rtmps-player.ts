import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { AmfObject } from '../src/amf/value.js';
import { concat } from '../src/bytes/concat.js';
import { nodeCrypto } from '../src/net/node-crypto.js';
import { RtmpConnection } from '../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../src/rtmp/message/command.js';
import type { CommandMessage } from '../src/rtmp/message/command.js';
import type { MessageStreamId } from '../src/rtmp/message.js';
import { CONNECTION_STREAM, messageStreamId, MessageType } from '../src/rtmp/message.js';

const CONNECT = 1;
const CREATE_STREAM = 2;
const PLAY = 3;

/** A player of RTMP inside TLS. Once it plays it does not look into what comes: it counts it. */
export class RtmpsPlayer {
  bytes = 0;
  /** Arrivals of data. */
  pieces = 0;
  isLost = false;
  failure = '';
  /** Milliseconds until the first. */
  firstPiece: number | undefined;
  readonly #socket: TLSSocket;
  readonly #rtmp = new RtmpConnection({ role: 'client', crypto: nodeCrypto });
  readonly #beganAt = performance.now();
  readonly #stream: string;
  #plays = false;
  #hasEnded = false;

  /** @param url `rtmp://host:port/application/stream`: the same port, by TLS */
  constructor(url: string) {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    const [, app = '', stream = ''] = pathname.split('/');
    this.#stream = stream;
    // Nobody vouches for the certificates of servers that are measured.
    const target = { host: hostname, port: Number(port), servername: 'localhost', rejectUnauthorized: false };
    this.#socket = connect(target, () => {
      this.#command('connect', CONNECT, AmfObject.of({ app, tcUrl: url.slice(0, url.lastIndexOf('/')) }));
    });
    this.#rtmp.connected = true;
    this.#socket.on('data', (bytes: Buffer) => this.#received(bytes));
    this.#socket.on('error', ({ message }: Error) => (this.failure = message));
    this.#socket.on('close', () => (this.isLost = !this.#hasEnded));
  }

  end(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
  }

  #received(bytes: Uint8Array): void {
    if (this.#plays) {
      this.firstPiece ??= performance.now() - this.#beganAt;
      this.bytes += bytes.length;
      this.pieces++;
      return;
    }
    this.#rtmp.receive(bytes, performance.now());
    for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) {
      if (message.type === MessageType.commandAmf0) this.#answered(decodeCommand(message));
    }
    this.#send();
  }

  #answered({ name, transactionId, args }: CommandMessage): void {
    const [value] = args;
    if (name === '_result' && transactionId === CONNECT) this.#command('createStream', CREATE_STREAM, null);
    if (name === '_result' && transactionId === CREATE_STREAM) {
      this.#command('play', PLAY, null, [this.#stream], messageStreamId(Number(value)));
    }
    if (name === 'onStatus' && value instanceof AmfObject) {
      this.#plays ||= value.get('code') === 'NetStream.Play.Start';
      if (value.get('level') === 'error') this.failure = JSON.stringify(value.get('code'));
    }
  }

  #command(
    name: string,
    transactionId: number,
    commandObject: AmfObject | null,
    args: readonly string[] = [],
    stream: MessageStreamId = CONNECTION_STREAM,
  ): void {
    this.#rtmp.write(encodeCommand({ name, transactionId, commandObject, args, encoding: 'amf0' }, stream));
    this.#send();
  }

  #send(): void {
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.#socket.write(concat(output));
  }
}
