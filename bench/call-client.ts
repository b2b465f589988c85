import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { AmfObject } from '../src/amf/value.js';
import { concat } from '../src/bytes/concat.js';
import { nodeCrypto } from '../src/net/node-crypto.js';
import { RtmpConnection } from '../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../src/rtmp/message/command.js';
import { CONNECTION_STREAM, MessageType } from '../src/rtmp/message.js';

const CONNECT = 1;

/** A client that calls the method `echo` of an application, and looks whether it gets back what it sent. */
export class CallClient {
  bytes = 0;
  isIn = false;
  isLost = false;
  errors = 0;
  /** Milliseconds from each call to its result. */
  times: number[] = [];
  readonly #rtmp = new RtmpConnection({ role: 'client', crypto: nodeCrypto });
  readonly #socket: Socket;
  readonly #calledAt = new Map<number, number>();
  #transactions = CONNECT;
  #hasEnded = false;

  /** @param url `rtmp://host:port/application/instance` */
  constructor(url: string, name: string) {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    this.#rtmp.connected = true;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (bytes) => this.#received(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => (this.isLost = !this.#hasEnded));
    const about = AmfObject.of({ app: pathname.slice(1), tcUrl: url, flashVer: 'LNX 9,0,124,2' });
    this.#command('connect', CONNECT, about, name);
    this.flush();
  }

  /** Calls that have no answer yet. */
  get unanswered(): number {
    return this.#calledAt.size;
  }

  /** To be sent with {@link flush}. */
  call(): void {
    const transaction = ++this.#transactions;
    this.#calledAt.set(transaction, performance.now());
    this.#command('echo', transaction, null, transaction, 'what is said is said again');
  }

  flush(): void {
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.#socket.write(concat(output));
  }

  end(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
  }

  #command(name: string, transactionId: number, commandObject: AmfObject | null, ...args: (string | number)[]): void {
    this.#rtmp.write(encodeCommand({ name, transactionId, commandObject, args, encoding: 'amf0' }, CONNECTION_STREAM));
  }

  #received(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.#rtmp.receive(bytes, performance.now());
    for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) {
      if (message.type !== MessageType.commandAmf0) continue;
      const { name, transactionId, args } = decodeCommand(message);
      if (name === '_result' && transactionId === CONNECT) this.isIn = true;
      const calledAt = this.#calledAt.get(transactionId);
      if (calledAt === undefined) continue;
      this.#calledAt.delete(transactionId);
      this.times.push(performance.now() - calledAt);
      if (name !== '_result' || args[0] !== transactionId) this.errors++;
    }
    this.flush();
  }
}
