// The floor of what Node.js can do: publishers and players are set up with the codec of src/rtmp, and then the same
// chunks go to every player of a stream with one socket.write each. There are no queues, no key frames to begin with,
// no limits and no log. Arguments: the port, the milliseconds for which messages wait to leave together, and the files of a
// certificate and its key, for those who come with TLS.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { concat } from '../src/bytes/concat.js';
import { nodeCrypto } from '../src/net/node-crypto.js';
import { AmfObject } from '../src/amf/value.js';
import type { AmfValue } from '../src/amf/value.js';
import { chunkStreamFor } from '../src/rtmp/chunk/chunk-stream-for.js';
import { encodeChunks } from '../src/rtmp/chunk/encode-chunks.js';
import { RtmpConnection } from '../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../src/rtmp/message/command.js';
import type { CommandMessage } from '../src/rtmp/message/command.js';
import { CONNECTION_STREAM, MessageType, messageStreamId } from '../src/rtmp/message.js';
import type { RtmpMessage } from '../src/rtmp/message.js';

const CHUNK_SIZE = 4096;
const STREAM = messageStreamId(1);

/** What TLS begins with. */
const TLS = 0x16;

const [port, merge, certFile = '', keyFile = ''] = process.argv.slice(2);
const secureContext = createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
const mergeTime = Number(merge);
const streams = new Map<string, BareStream>();

class BareStream {
  readonly players = new Set<Socket>();
  #waiting: Uint8Array[] = [];

  receive(message: RtmpMessage): void {
    const chunkStreamId = chunkStreamFor(message.type, STREAM);
    this.#waiting.push(encodeChunks({ ...message, messageStreamId: STREAM, chunkStreamId }, CHUNK_SIZE));
    if (mergeTime === 0) this.#flush();
    else if (this.#waiting.length === 1) setTimeout(() => this.#flush(), mergeTime);
  }

  #flush(): void {
    const [first] = this.#waiting;
    const bytes = this.#waiting.length === 1 && first !== undefined ? first : concat(this.#waiting);
    this.#waiting = [];
    for (const player of this.players) player.write(bytes);
  }
}

function streamNamed(name: AmfValue): BareStream {
  if (typeof name !== 'string') throw new Error('a stream without a name');
  let stream = streams.get(name);
  if (stream === undefined) streams.set(name, (stream = new BareStream()));
  return stream;
}

class BareClient {
  readonly #connection = new RtmpConnection({ role: 'server', crypto: nodeCrypto });
  #publishes: BareStream | undefined;
  #plays: BareStream | undefined;

  constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => this.#received(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#plays?.players.delete(socket));
  }

  #received(bytes: Uint8Array): void {
    this.#connection.receive(bytes, performance.now());
    for (let message = this.#connection.read(); message !== undefined; message = this.#connection.read()) {
      if (message.type === MessageType.commandAmf0) this.#command(decodeCommand(message));
      else this.#publishes?.receive(message);
    }
    const output = this.#connection.takeOutput();
    if (output.length > 0) this.socket.write(concat(output));
  }

  #command({ name, transactionId, args }: CommandMessage): void {
    switch (name) {
      case 'connect':
        this.#connection.connected = true;
        this.#connection.setOutChunkSize(CHUNK_SIZE);
        return this.#answer('_result', transactionId, status('NetConnection.Connect.Success'));
      case 'createStream':
        return this.#answer('_result', transactionId, STREAM);
      case 'publish':
        this.#publishes = streamNamed(args[0]);
        return this.#answer('onStatus', 0, status('NetStream.Publish.Start'));
      case 'play':
        this.#answer('onStatus', 0, status('NetStream.Play.Start'));
        this.#plays = streamNamed(args[0]);
        this.#plays.players.add(this.socket);
    }
  }

  #answer(name: string, transactionId: number, value: AmfValue): void {
    const stream = name === 'onStatus' ? STREAM : CONNECTION_STREAM;
    const command = { name, transactionId, commandObject: null, args: [value], encoding: 'amf0' } as const;
    this.#connection.write(encodeCommand(command, stream));
  }
}

function status(code: string): AmfObject {
  return AmfObject.of({ level: 'status', code, description: code });
}

createServer({ noDelay: true }, (socket) => {
  socket
    .on('error', () => undefined)
    .once('data', (bytes) => {
      socket.pause().unshift(bytes);
      // What was put back is taken by TLS itself, or goes to the client.
      new BareClient(bytes[0] === TLS ? new TLSSocket(socket, { isServer: true, secureContext }) : socket.resume());
    });
}).listen(Number(port), '127.0.0.1', 4096);
