import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../../src/rtmp/message/command.js';
import type { CommandMessage } from '../../src/rtmp/message/command.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { RtmpError } from '../../src/rtmp/rtmp-error.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';

/**
 * An RTMP client on a real socket that can misbehave: it may stop reading, say anything at any time, and
 * write bytes past the protocol. What it reads, it reads with our own client role.
 */
export class RtmpTestClient {
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #rtmp = new RtmpConnection({ role: 'client', crypto: nodeHandshakeCrypto });
  readonly #commands: CommandMessage[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #takers = new Map<number, (message: RtmpMessage) => void>();
  #isClosed = false;
  /** What came is no RTMP: the same port answers in HTTP who asks in HTTP. */
  #isDeaf = false;
  #mediaMessages = 0;

  private constructor(readonly socket: Socket) {
    this.#rtmp.connected = true;
    // A server that closes while we still write resets the connection: that is an end like any other.
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true;
        this.#tellWatchers();
        resolve();
      });
    });
  }

  /** A TCP connection on which nothing has been said. */
  static async connect(port: number): Promise<RtmpTestClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RtmpTestClient(socket);
  }

  /** A connection whose handshake is over. */
  static async shakeHands(port: number): Promise<RtmpTestClient> {
    const client = await RtmpTestClient.connect(port);
    client.#flush();
    await client.until(() => client.#rtmp.handshakeDone || undefined);
    return client;
  }

  /** A client of an application, `live` unless told otherwise. */
  static async enter(port: number, application = 'live'): Promise<RtmpTestClient> {
    const client = await RtmpTestClient.shakeHands(port);
    client.sendConnect(application);
    await client.answered('_result');
    return client;
  }

  get receivedBytes(): number {
    return this.socket.bytesRead;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Writes bytes as they are, whatever they mean. */
  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Writes a whole message in proper chunks. */
  send(type: number, payload: Uint8Array, streamId = 0, timestamp = 0): void {
    this.#rtmp.write({ type, payload, timestamp, messageStreamId: messageStreamId(streamId) });
    this.#flush();
  }

  command(name: string, transactionId: number, args: readonly AmfValue[] = [], streamId = 0): void {
    const command = { name, transactionId, commandObject: null, args, encoding: 'amf0' } as const;
    this.#rtmp.write(encodeCommand(command, messageStreamId(streamId)));
    this.#flush();
  }

  sendConnect(
    application: string,
    more: Readonly<Record<string, AmfValue>> = {},
    args: readonly AmfValue[] = [],
  ): void {
    const tcUrl = `rtmp://127.0.0.1/${application}`;
    const commandObject = AmfObject.of({ app: application, tcUrl, flashVer: 'LNX 11,1,102,55', ...more });
    const command = { name: 'connect', transactionId: 1, commandObject, args, encoding: 'amf0' } as const;
    this.#rtmp.write(encodeCommand(command, messageStreamId(0)));
    this.#flush();
  }

  /** Gives all messages of a type that come from now on to `take`. */
  hear(type: number, take: (message: RtmpMessage) => void): void {
    this.#takers.set(type, take);
  }

  /** Resolves with the first command `name`, come or coming; rejects when the connection ends without it. */
  answered(name: string, transactionId?: number): Promise<CommandMessage> {
    return this.until(() =>
      this.#commands.find(
        (command) => command.name === name && (transactionId ?? command.transactionId) === command.transactionId,
      ),
    );
  }

  /** Resolves when onStatus with `code` has come. */
  async notified(code: string): Promise<void> {
    await this.until(() => this.#commands.find(({ args }) => codeOf(args[0]) === code));
  }

  /** The codes of all statuses and answers so far, in order. */
  get codes(): string[] {
    return this.#commands.flatMap(({ args }) => codeOf(args[0]) ?? []);
  }

  /** Resolves when `count` audio and video messages have come. */
  async mediaArrived(count: number): Promise<void> {
    await this.until(() => this.#mediaMessages >= count || undefined);
  }

  /** Resolves when the server has sent `count` bytes. */
  async bytesArrived(count: number): Promise<void> {
    await this.until(() => this.receivedBytes >= count || undefined);
  }

  /** Resolves with what `look` finds, now or when more has come; rejects when the connection ends without it. */
  until<Value>(look: () => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const value = look();
        if (value === undefined && !this.#isClosed) return;
        this.#watchers.delete(check);
        if (value !== undefined) resolve(value);
        else reject(new Error(`the server closed the connection; so far it had said: ${this.codes.join(', ')}`));
      };
      this.#watchers.add(check);
      check();
    });
  }

  /** Stops reading: what the server sends fills its buffers. */
  stopReading(): void {
    this.socket.pause();
  }

  readAgain(): void {
    this.socket.resume();
  }

  destroy(): void {
    this.socket.destroy();
  }

  #receive(bytes: Buffer): void {
    if (this.#isDeaf) return;
    try {
      this.#rtmp.receive(Uint8Array.from(bytes), 0);
      for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) this.#take(message);
    } catch (error) {
      if (!(error instanceof RtmpError)) throw error;
      this.#isDeaf = true;
    }
    if (this.#rtmp.handshakeDone) this.#flush();
    this.#tellWatchers();
  }

  #take(message: RtmpMessage): void {
    this.#takers.get(message.type)?.(message);
    if (message.type === MessageType.audio || message.type === MessageType.video) this.#mediaMessages++;
    if (message.type === MessageType.commandAmf0) this.#commands.push(decodeCommand(message));
  }

  #flush(): void {
    for (const bytes of this.#rtmp.takeOutput()) this.socket.write(bytes);
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

function codeOf(value: AmfValue): string | undefined {
  const code = value instanceof AmfObject ? value.get('code') : undefined;
  return typeof code === 'string' ? code : undefined;
}
