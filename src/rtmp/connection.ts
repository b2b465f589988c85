import { ByteQueue } from '../bytes/byte-queue.js';
import { ChunkDecoder } from './chunk/chunk-decoder.js';
import { ChunkOutput } from './chunk/chunk-output.js';
import { MAX_CHUNK_SIZE } from './chunk/chunk-size.js';
import type { Ciphers } from './handshake/ciphers.js';
import type { HandshakeCrypto } from './handshake/handshake-crypto.js';
import type { HandshakeStep, PeerHandshake } from './handshake/handshake.js';
import { Housekeeping } from './housekeeping.js';
import { encodeSetChunkSize } from './message/set-chunk-size.js';
import { encodeSetPeerBandwidth } from './message/set-peer-bandwidth.js';
import type { RtmpMessage } from './message.js';
import { RtmpError } from './rtmp-error.js';
import { defaultRtmpOptions } from './rtmp-options.js';
import type { RtmpOptions } from './rtmp-options.js';

/** What an {@link RtmpConnection} is made of; options left out have their defaults. */
export interface RtmpConnectionSettings {
  readonly role: 'server' | 'client';
  readonly crypto: HandshakeCrypto;
  readonly options?: Partial<RtmpOptions>;
  /** Client role: RTMPE. Default false. */
  readonly encrypted?: boolean;
  /** Server role: asked before each key exchange of RTMPE; without it, who wants RTMPE is refused. */
  readonly admitsEncrypted?: (() => boolean) | undefined;
}

/**
 * One end of an RTMP connection without its socket: handshake, chunk streams and the housekeeping of the
 * protocol control messages. Its owner gives it bytes, pulls messages out of it, writes messages, and sends
 * what it asks to be sent. It knows no clock: `now` is in milliseconds of any monotonic one.
 *
 * What it answers by itself (acknowledgements, ping responses, the handshake) waits in the output like
 * everything else. An owner that cannot send stops reading, or that output grows.
 */
export class RtmpConnection {
  readonly #options: RtmpOptions;
  readonly #input = new ByteQueue();
  readonly #decoder: ChunkDecoder;
  readonly #output = new ChunkOutput();
  readonly #housekeeping: Housekeeping;
  #handshake: HandshakeStep;
  #handshakeOutput: Uint8Array[] = [];
  #ciphers: Ciphers | undefined;
  #bytesReceived = 0;
  #bytesSent = 0;
  #now = 0;
  #connected = false;
  #failure: RtmpError | undefined;

  constructor({ role, crypto, options, encrypted, admitsEncrypted }: RtmpConnectionSettings) {
    this.#options = { ...defaultRtmpOptions, ...options };
    this.#decoder = new ChunkDecoder(this.#options);
    this.#decoder.payloadAllowance = this.#options.preConnectBytes;
    this.#housekeeping = new Housekeeping(this.#decoder, this.#output, this.#options.maxUnknownMessages);
    const offer = encrypted ? 'encrypted' : this.#options.offerDigest ? 'digest' : 'plain';
    const { handshakes } = crypto;
    this.#handshake = role === 'server' ? handshakes.server(crypto, admitsEncrypted) : handshakes.client(crypto, offer);
    if (this.#handshake.output) this.#handshakeOutput.push(this.#handshake.output);
  }

  /**
   * Hands in bytes from the peer. They are referred to, not copied, until `read` has answered undefined:
   * they must not change before.
   */
  receive(bytes: Uint8Array, now: number): void {
    if (this.#failure) return;
    this.#now = now;
    this.#bytesReceived += bytes.length;
    this.#input.push(this.#ciphers?.incoming.apply(bytes) ?? bytes);
  }

  /**
   * The next whole message, or undefined when it takes more bytes. Protocol control messages and pings are
   * dealt with and never appear, nor do messages of unknown types. Throws {@link RtmpError} for a violation,
   * and again for every later call: the owner closes, after sending what it still has to say.
   */
  read(): RtmpMessage | undefined {
    if (this.#failure) throw this.#failure;
    try {
      const message = this.#read();
      if (message === undefined) this.#input.detach();
      return message;
    } catch (error) {
      if (error instanceof RtmpError) this.#failure = error;
      throw error;
    }
  }

  /** Writes one message as chunks. Before the end of the handshake it is kept until then. */
  write(message: RtmpMessage): void {
    this.#output.write(message);
  }

  /**
   * Appends messages that are chunks already, made by `encodeChunks` with our present chunk size. The array is
   * passed on as it is, so it may be shared between connections.
   */
  writeChunks(bytes: Uint8Array): void {
    this.#output.append(bytes);
  }

  /**
   * Counts chunks as sent that the owner sends itself, which saves what `writeChunks` and `takeOutput` cost each
   * player of a stream. Answers false, and counts nothing, if something else waits and must go first, or if everything
   * must be encrypted.
   */
  passChunks(bytes: Uint8Array): boolean {
    if (this.#ciphers !== undefined) return false;
    if (!this.handshakeDone || this.#handshakeOutput.length > 0 || !this.#output.isEmpty) return false;
    this.#bytesSent += bytes.length;
    this.#housekeeping.acknowledgements.sent += bytes.length;
    return true;
  }

  /** What is to be sent now, in order. The arrays belong to the caller, but for those given to `writeChunks`. */
  takeOutput(): Uint8Array[] {
    const handshake = this.#handshakeOutput;
    this.#handshakeOutput = [];
    for (const bytes of handshake) this.#bytesSent += bytes.length;
    if (!this.handshakeDone) return handshake;
    const ciphers = this.#ciphers;
    const written = this.#output.take();
    const chunks = ciphers === undefined ? written : written.map((bytes) => ciphers.outgoing.apply(bytes));
    for (const bytes of chunks) {
      this.#bytesSent += bytes.length;
      this.#housekeeping.acknowledgements.sent += bytes.length;
    }
    return handshake.length === 0 ? chunks : [...handshake, ...chunks];
  }

  get handshakeDone(): boolean {
    return this.#handshake.state === 'done';
  }

  /** What the handshake told about the other side; undefined before it is done. */
  get peerHandshake(): PeerHandshake | undefined {
    return this.#handshake.state === 'done' ? this.#handshake.peer : undefined;
  }

  /** Whether the connection was accepted; setting it lifts the limit of `preConnectBytes`. */
  get connected(): boolean {
    return this.#connected;
  }

  set connected(connected: boolean) {
    this.#connected = connected;
    this.#decoder.payloadAllowance = connected ? undefined : this.#options.preConnectBytes;
  }

  /** Our chunk size, 128 until it is set. */
  get outChunkSize(): number {
    return this.#output.chunkSize;
  }

  /** Tells the peer our chunk size and uses it from now on: 1 to 16777215, otherwise RangeError. */
  setOutChunkSize(size: number): void {
    if (!Number.isInteger(size) || size < 1 || size > MAX_CHUNK_SIZE) throw new RangeError(`chunk size ${size}`);
    this.write(encodeSetChunkSize(size));
    this.#output.chunkSize = size;
  }

  /** Asks the peer to acknowledge at least every `size` bytes. */
  setWindowAcknowledgementSize(size: number): void {
    this.#housekeeping.setWindowAcknowledgementSize(size);
  }

  /** Asks the peer to keep at most `size` bytes unacknowledged; `limit` is one of `PeerBandwidthLimit`. */
  setPeerBandwidth(size: number, limit: number): void {
    this.write(encodeSetPeerBandwidth({ size, limit }));
  }

  /** Sends a ping request; the response shows in `pingOutstandingSince` and `lastRoundTrip`. */
  sendPing(now: number): void {
    this.#housekeeping.sendPing(now);
  }

  /** When the oldest unanswered ping was sent. */
  get pingOutstandingSince(): number | undefined {
    return this.#housekeeping.ping.outstandingSince;
  }

  /** Milliseconds between the last answered ping and its response. */
  get lastRoundTrip(): number | undefined {
    return this.#housekeeping.ping.lastRoundTrip;
  }

  /** All bytes handed in, the handshake included. */
  get bytesReceived(): number {
    return this.#bytesReceived;
  }

  /** All bytes handed out, the handshake included. */
  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** The peer's last acknowledgement: a count of bytes modulo 2^32. */
  get peerAcknowledged(): number | undefined {
    return this.#housekeeping.acknowledgements.peerAcknowledged;
  }

  /** Bytes handed out behind the handshake that the peer has not acknowledged. */
  get unacknowledgedBytes(): number {
    return this.#housekeeping.acknowledgements.unacknowledged;
  }

  /** When the oldest message began that is still incomplete; the owner gives up when that is too long ago. */
  get partialSince(): number | undefined {
    return this.#decoder.partialSince;
  }

  /** Messages of unknown types that were ignored. */
  get unknownMessages(): number {
    return this.#housekeeping.unknownMessages;
  }

  #read(): RtmpMessage | undefined {
    if (!this.handshakeDone && !this.#shakeHands()) return undefined;
    for (;;) {
      const waiting = this.#input.length;
      const message = this.#decoder.read(this.#input, this.#now);
      const passes = message !== undefined && this.#housekeeping.passes(message, this.#now);
      this.#housekeeping.received(waiting - this.#input.length);
      if (passes || message === undefined) return message;
    }
  }

  /** Takes whole steps of the handshake; what stands behind its last byte stays in the input. */
  #shakeHands(): boolean {
    while (this.#handshake.state === 'waiting') {
      const { expects, next } = this.#handshake;
      if (this.#input.length < expects) return false;
      this.#handshake = next(this.#input.take(expects));
      if (this.#handshake.output) this.#handshakeOutput.push(this.#handshake.output);
    }
    this.#ciphers = this.#handshake.ciphers;
    // What came right behind the handshake is encrypted already.
    if (this.#ciphers) this.#input.push(this.#ciphers.incoming.apply(this.#input.take(this.#input.length)));
    return true;
  }
}
