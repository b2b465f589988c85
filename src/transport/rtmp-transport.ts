import type { Logger } from '../log/logger.js';
import type { Traffic } from '../application/client.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { ByteStream, ByteStreamHandler } from '../net/byte-stream.js';
import type { CloseReason, MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import { RtmpConnection } from '../rtmp/connection.js';
import { PeerBandwidthLimit } from '../rtmp/message/set-peer-bandwidth.js';
import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import type { SharedMessage } from '../rtmp/shared-message.js';
import type { PeerHandshake } from '../rtmp/handshake/handshake.js';
import { RtmpError } from '../rtmp/rtmp-error.js';
import type { Timer } from '../time/clock.js';
import { aggregateChunks } from './aggregate-chunks.js';
import { LifeSign } from './life-sign.js';
import { ReadGate } from './read-gate.js';
import { mediaChunks } from './media-chunks.js';
import { protocolName } from './protocol-name.js';
import type { RtmpTransportEnvironment } from './rtmp-transport-options.js';

/** Why a connection is cut at once instead of being told the last words: they would not get through. */
const CUT: ReadonlySet<CloseReason> = new Set<CloseReason>(['too-slow', 'handshake-timeout', 'ping-timeout']);

/** Bytes that may wait to be sent before no more is read from a peer that asks and does not listen to the answers. */
const MAX_ANSWERS = 256 * 1024;

/** RTMP over a stream of bytes: drives the sans-IO connection, its timers and its back-pressure. */
export class RtmpTransport implements MessageTransport, ByteStreamHandler {
  readonly #rtmp: RtmpConnection;
  readonly #gate: ReadGate;
  #handler: MessageHandler | undefined;
  #timer: Timer;
  #isClosed = false;
  /** Bytes that were sent in answer since everything sent had been taken. */
  #answered = 0;
  #messagesReceived = 0;
  #messagesSent = 0;
  #pumping = false;
  #flushPlanned = false;
  #heardAt: number;
  #pingedAt: number;
  readonly #lifeSign: LifeSign;
  readonly #drainWaiters: (() => void)[] = [];

  constructor(
    private readonly stream: ByteStream,
    private readonly carrier: string,
    private readonly environment: RtmpTransportEnvironment,
    private readonly logger: Logger,
  ) {
    const { clock, options, since = clock.now() } = environment;
    this.#lifeSign = new LifeSign(clock);
    this.#gate = new ReadGate(stream, clock, () => this.#readOn());
    this.#rtmp = new RtmpConnection({ ...environment, role: this.#role, options: options.rtmp });
    this.#heardAt = this.#pingedAt = clock.now();
    const timeLeft = Math.max(0, since + options.handshakeTimeout - clock.now());
    this.#timer = clock.after(timeLeft, () => this.close('handshake-timeout'));
  }

  get #role(): 'server' | 'client' {
    return this.environment.role ?? 'server';
  }

  get handshake(): PeerHandshake | undefined {
    return this.#rtmp.peerHandshake;
  }

  get protocol(): string {
    return protocolName(this.carrier, this.handshake);
  }

  get secure(): boolean {
    return this.stream.secure;
  }

  get remoteAddress(): string {
    return this.stream.remoteAddress;
  }

  get remotePort(): number {
    return this.stream.remotePort;
  }

  get queuedBytes(): number {
    return this.stream.queuedBytes;
  }

  get traffic(): Traffic {
    const { bytesReceived: received, bytesSent: sent } = this.#rtmp;
    return { received, sent, messagesReceived: this.#messagesReceived, messagesSent: this.#messagesSent };
  }

  get roundTrip(): number | undefined {
    return this.#rtmp.lastRoundTrip;
  }

  start(): void {
    this.stream.start(this);
    // The client speaks first.
    this.#flush();
  }

  received(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    const now = this.environment.clock.now();
    this.#heardAt = now;
    this.#lifeSign.settle(true);
    this.#rtmp.receive(bytes, now);
    if (this.#gate.isOpen) this.#pump();
    else this.#gate.pressed();
  }

  drained(): void {
    this.#answered = 0;
    this.#gate.drained();
    for (const drained of this.#drainWaiters.splice(0)) drained();
  }

  closed(error?: Error): void {
    if (error !== undefined) this.logger.debug('the connection broke', { error: error.message });
    const byPeer = this.#role === 'server' ? 'closed-by-client' : 'closed-by-server';
    this.#release(error === undefined ? byPeer : 'connection-lost');
  }

  send(message: RtmpMessage): void {
    if (this.#isClosed) return;
    this.#messagesSent++;
    this.#rtmp.write(message);
    this.#planFlush();
  }

  sendMedia(batch: MediaBatch, stream: MessageStreamId, aggregated = false): void {
    if (this.#isClosed) return;
    this.#messagesSent += batch.messages.length;
    this.#sendChunks((aggregated ? aggregateChunks : mediaChunks)(batch, stream, this.#rtmp.outChunkSize));
  }

  sendShared(messages: readonly SharedMessage[]): void {
    if (this.#isClosed) return;
    this.#messagesSent += messages.length;
    const last = messages.length - 1;
    for (let at = 0; at < last; at++) this.#rtmp.writeChunks(messages[at]!.chunks(this.#rtmp.outChunkSize));
    this.#sendChunks(messages[last]!.chunks(this.#rtmp.outChunkSize));
  }

  #sendChunks(chunks: Uint8Array): void {
    if (this.#rtmp.passChunks(chunks)) return this.stream.write([chunks]);
    this.#rtmp.writeChunks(chunks);
    this.#flush();
  }

  whenDrained(callback: () => void): void {
    if (!this.#isClosed) this.#drainWaiters.push(callback);
  }

  announceBandwidth(serverToClient: number, clientToServer: number): void {
    this.#rtmp.setWindowAcknowledgementSize(serverToClient);
    this.#rtmp.setPeerBandwidth(clientToServer, PeerBandwidthLimit.dynamic);
    this.#planFlush();
  }

  setChunkSize(bytes: number): void {
    if (this.#rtmp.outChunkSize !== bytes) this.#rtmp.setOutChunkSize(bytes);
  }

  accepted(): void {
    this.#rtmp.connected = true;
  }

  isAlive(timeout: number): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    this.#ping();
    // Who was not listened to meanwhile cannot be said to be silent.
    return this.#lifeSign.within(timeout, () => this.#gate.isDeciding);
  }

  close(reason: CloseReason): void {
    if (this.#isClosed) return;
    if (CUT.has(reason)) {
      this.stream.destroy();
    } else {
      this.#flush();
      this.stream.end();
    }
    this.#release(reason);
  }

  /** Reads messages until there are none, or one must be waited for. */
  #pump(): void {
    this.#pumping = true;
    try {
      while (this.#gate.isOpen && !this.#isClosed) {
        const message = this.#rtmp.read();
        if (this.#handler === undefined && this.#rtmp.handshakeDone) this.#open();
        if (message === undefined) break;
        this.#messagesReceived++;
        const pending = this.#handler!.receive(message);
        if (pending === undefined) continue;
        // While it is decided whether a client may come in it is noticed at once if it goes.
        this.#gate.closeUntil(pending, (error) => this.#fail(error), !this.#rtmp.connected);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = false;
    }
    if (this.#isClosed) return;
    this.#answered += this.#flush();
    if (this.#answered <= MAX_ANSWERS) return;
    if (this.queuedBytes > 0) this.#gate.congested();
    else this.#answered = 0;
  }

  #open(): void {
    this.#timer.cancel();
    const { options, open } = this.environment;
    this.#handler = open(this);
    const tick = Math.min(options.pingPeriod, options.pingTimeout, options.partialMessageTimeout) / 2;
    const watch = (): void => {
      this.#timer = this.environment.clock.after(tick, () => {
        this.#watch();
        if (!this.#isClosed) watch();
      });
    };
    watch();
  }

  #readOn(): void {
    if (this.#isClosed) return;
    this.#heardAt = this.environment.clock.now();
    this.#pump();
  }

  #watch(): void {
    const { clock, options } = this.environment;
    const now = clock.now();
    const { partialSince } = this.#rtmp;
    if (this.#gate.isOpen && partialSince !== undefined && now - partialSince >= options.partialMessageTimeout) {
      return this.close('partial-message-timeout');
    }
    const unanswered = this.#heardAt < this.#pingedAt && this.#mustAnswer;
    if (unanswered && !this.#gate.isDeciding && now - this.#pingedAt >= options.pingTimeout)
      return this.close('ping-timeout');
    if (now - this.#pingedAt >= options.pingPeriod) this.#ping();
  }

  /** Clients must answer pings. Of servers RTMP 1.0 does not say so: one that never has is not cut for its silence. */
  get #mustAnswer(): boolean {
    return this.#role === 'server' || this.#rtmp.lastRoundTrip !== undefined;
  }

  #ping(): void {
    this.#pingedAt = this.environment.clock.now();
    this.#rtmp.sendPing(this.#pingedAt);
    this.#planFlush();
  }

  #planFlush(): void {
    if (this.#pumping || this.#flushPlanned) return;
    this.#flushPlanned = true;
    this.environment.clock.endOfTurn(() => {
      this.#flushPlanned = false;
      if (!this.#isClosed) this.#flush();
    });
  }

  /** Answers how many bytes there were to send. */
  #flush(): number {
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.stream.write(output);
    return output.reduce((sum, { length }) => sum + length, 0);
  }

  /** What a peer does wrong ends this connection and nothing else; so does a mistake of ours on its behalf. */
  #fail(error: unknown): void {
    const { remoteAddress: address } = this;
    if (error instanceof RtmpError) {
      this.logger.warn('closed: the peer breaks the protocol', { address, code: error.code, error: error.message });
      this.close('protocol-error');
    } else {
      this.logger.error('closed: handling a message failed', { address, error });
      this.close('internal-error');
    }
  }

  #release(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer.cancel();
    this.#lifeSign.settle(false);
    if (this.#handler === undefined) {
      this.logger.debug('connection closed before the handshake was done', { address: this.remoteAddress, reason });
      this.environment.unopened?.(reason);
    }
    this.#handler?.closed(reason);
    for (const drained of this.#drainWaiters.splice(0)) drained();
  }
}
