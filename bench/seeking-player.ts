import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { AmfObject } from '../src/amf/value.js';
import type { AmfValue } from '../src/amf/value.js';
import { concat } from '../src/bytes/concat.js';
import { nodeCrypto } from '../src/net/node-crypto.js';
import { RtmpConnection } from '../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../src/rtmp/message/command.js';
import type { CommandMessage } from '../src/rtmp/message/command.js';
import { encodeUserControl } from '../src/rtmp/message/user-control.js';
import { CONNECTION_STREAM, MessageType, messageStreamId } from '../src/rtmp/message.js';
import type { RtmpMessage } from '../src/rtmp/message.js';

const STREAM = messageStreamId(1);

/** Milliseconds that a player wants ahead. */
const BUFFER_LENGTH = 1000;

/** Milliseconds between key frames, and a little. */
const KEY_FRAME_INTERVAL = 2100;

interface Seek {
  readonly place: number;
  readonly sentAt: number;
  /** The server has said that what comes now comes from there. */
  isNotified: boolean;
}

/** A client that plays a recorded stream, and looks whether it gets what it seeks. */
export class SeekingPlayer {
  bytes = 0;
  hasPicture = false;
  isPlaying = false;
  isLost = false;
  errors = 0;
  /** What went wrong, in words. */
  readonly failures: string[] = [];
  /** Milliseconds from each seek to its first picture. */
  readonly times: number[] = [];
  readonly #rtmp = new RtmpConnection({ role: 'client', crypto: nodeCrypto });
  readonly #socket: Socket;
  readonly #name: string;
  #seek: Seek | undefined;
  #hasEnded = false;

  /** @param url `rtmp://host:port/application/stream` */
  constructor(url: string) {
    const { hostname, port, pathname } = new URL(url.replace(/^rtmp:/, 'http:'));
    const [, app = '', name = ''] = pathname.split('/');
    this.#name = name;
    this.#rtmp.connected = true;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (bytes) => this.#received(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#closed());
    const about = AmfObject.of({ app, tcUrl: url.slice(0, -name.length - 1), flashVer: 'LNX 9,0,124,2' });
    this.#command('connect', 1, about, [], CONNECTION_STREAM);
  }

  /** Seeks; whoever waits for an earlier seek for longer than `patience` milliseconds has failed. */
  seek(place: number, patience: number): void {
    if (!this.hasPicture) return this.#fail('a player without a picture cannot seek');
    this.#expire(patience);
    this.#seek = { place, sentAt: performance.now(), isNotified: false };
    this.#command('seek', 0, null, [place], STREAM);
  }

  end(patience: number): void {
    this.#hasEnded = true;
    this.#expire(patience);
    this.#socket.destroy();
  }

  #expire(patience: number): void {
    const seek = this.#seek;
    this.#seek = undefined;
    if (seek === undefined || performance.now() - seek.sentAt < patience) return;
    this.#fail(seek.isNotified ? 'no picture after a seek' : 'no answer to a seek');
  }

  #received(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.#rtmp.receive(bytes, performance.now());
    for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) this.#read(message);
    this.#flush();
  }

  #read(message: RtmpMessage): void {
    if (message.type === MessageType.commandAmf0) this.#answered(decodeCommand(message));
    else if (message.type === MessageType.video && message.payload.length > 1 && message.payload[1] !== 0) {
      this.#picture(message);
    }
  }

  #answered({ name, transactionId, args }: CommandMessage): void {
    if (name === '_result' && transactionId === 1) this.#command('createStream', 2, null, [], CONNECTION_STREAM);
    if (name === '_result' && transactionId === 2) {
      this.#command('play', 0, null, [this.#name, 0], STREAM);
      this.#rtmp.write(
        encodeUserControl({ event: 'setBufferLength', messageStreamId: STREAM, bufferLength: BUFFER_LENGTH }),
      );
    }
    if (name === '_error') this.#fail(`${name} to ${transactionId}`);
    if (name === 'onStatus' && args[0] instanceof AmfObject) this.#status(args[0]);
  }

  #status(status: AmfObject): void {
    const code = status.get('code');
    if (status.get('level') === 'error') this.#fail(typeof code === 'string' ? code : 'a status without a code');
    if (code === 'NetStream.Play.Start') this.isPlaying = true;
    if (code === 'NetStream.Seek.Notify' && this.#seek !== undefined) this.#seek.isNotified = true;
  }

  /** The first picture after a seek is the key frame before the place that was asked for. */
  #picture({ payload, timestamp }: RtmpMessage): void {
    this.hasPicture = true;
    const seek = this.#seek;
    if (seek?.isNotified !== true) return;
    this.#seek = undefined;
    this.times.push(performance.now() - seek.sentAt);
    if (payload[0]! >> 4 !== 1) this.#fail('no key frame after a seek');
    else if (timestamp > seek.place || timestamp <= seek.place - KEY_FRAME_INTERVAL) {
      this.#fail(`a seek to ${seek.place} ended at ${timestamp}`);
    }
  }

  #command(name: string, transactionId: number, commandObject: AmfValue, args: AmfValue[], id: typeof STREAM): void {
    this.#rtmp.write(encodeCommand({ name, transactionId, commandObject, args, encoding: 'amf0' }, id));
    this.#flush();
  }

  #flush(): void {
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.#socket.write(concat(output));
  }

  #closed(): void {
    this.isPlaying = false;
    this.isLost = !this.#hasEnded;
  }

  #fail(why: string): void {
    this.errors++;
    this.failures.push(why);
  }
}
