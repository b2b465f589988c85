import type { Clock, Timer } from '../time/clock.js';
import type { ByteStream, ByteStreamHandler } from './byte-stream.js';
import { ByteQueue } from './byte-queue.js';
import { GivenAnswers } from './given-answers.js';
import { RtmptInterval } from './rtmpt-interval.js';
import type { RtmptOptions } from './rtmpt-options.js';
import type { RtmptRequest } from './rtmpt-request.js';

/** Who opened a session. */
export interface RtmptPeer {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
}

/** Milliseconds for a request that is missing between others, and for the very first. */
const GAP = 5000;
const FIRST_GAP = 500;
/** Milliseconds that a peer has to fetch the last bytes after we closed. */
const LINGER = 5000;
/** Bytes that were received and may not be handed on yet, before the next request has to wait. */
const MAX_UNREAD = 256 * 1024;
/** Bytes of answers that are kept to be given again. */
const MAX_GIVEN = 256 * 1024;

/** The whole answer to a client that closes. */
const GOODBYE = Uint8Array.of(0);
const OVER = 'The session is over.';
const REPEATED = 'The request was sent again.';

/**
 * A stream of bytes in requests of HTTP (protocols of Flash Player, RTMPT): what the client sends comes in bodies, what
 * it gets goes in the answers. Requests are taken in the order of their numbers, over whatever connections they come.
 */
export class RtmptSession implements ByteStream {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly secure: boolean;
  readonly carrier = 'http';
  readonly #unread = new ByteQueue();
  readonly #unsent = new ByteQueue();
  readonly #given: GivenAnswers;
  readonly #interval: RtmptInterval;
  /** Came before those that go before them, or while too much is unread. */
  readonly #waiting = new Map<number, RtmptRequest>();
  /** Was taken, and waits for its answer. */
  #current: RtmptRequest | undefined;
  #next = 0;
  #handler: ByteStreamHandler | undefined;
  #isPaused = false;
  #isEnding = false;
  #isClosed = false;
  #isAnswerPlanned = false;
  #heardAt: number;
  #lostAt: number | undefined;
  #hold: Timer | undefined;
  #gap: Timer | undefined;
  #watch: Timer | undefined;
  #linger: Timer | undefined;

  /** @param over told once when the session is over */
  constructor(
    readonly id: string,
    { address, port, secure }: RtmptPeer,
    private readonly options: RtmptOptions,
    private readonly clock: Clock,
    private readonly over: () => void,
  ) {
    this.remoteAddress = address;
    this.remotePort = port;
    this.secure = secure;
    this.#given = new GivenAnswers(options.maxRequests, MAX_GIVEN);
    this.#interval = new RtmptInterval(options.idlePostInterval);
    this.#heardAt = clock.now();
    this.#watchOver();
  }

  get queuedBytes(): number {
    return this.#unsent.size;
  }

  start(handler: ByteStreamHandler): void {
    this.#handler = handler;
    this.#deliver();
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#isEnding || this.#isClosed) return;
    this.#unsent.add(parts);
    this.#planAnswer();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#deliver();
    this.#take();
  }

  end(): void {
    if (this.#isEnding || this.#isClosed) return;
    this.#isEnding = true;
    this.#unread.clear();
    if (this.#unsent.size === 0) return this.#close();
    this.#linger = this.clock.after(LINGER, () => this.#close());
    this.#planAnswer();
  }

  destroy(): void {
    this.#close();
  }

  /** Takes a request; it is answered at its turn, or refused. */
  request(request: RtmptRequest): void {
    if (this.#isClosed) return request.refuse(404, OVER);
    this.#heardAt = this.clock.now();
    this.#lostAt = undefined;
    const { sequence } = request;
    if (sequence < this.#next) return this.#repeat(request);
    if (sequence >= this.#next + this.options.maxRequests)
      return request.refuse(409, 'The request is too far ahead of those before it.');
    this.#waiting.get(sequence)?.refuse(409, REPEATED);
    this.#waiting.set(sequence, request);
    this.#take();
  }

  /** The connection that brought the last request is gone. */
  connectionLost(): void {
    if (this.#isClosed) return;
    this.#lostAt = this.clock.now();
    this.#watchOver();
  }

  #take(): void {
    while (!this.#isClosed && this.#unread.size <= MAX_UNREAD) {
      const request = this.#waiting.get(this.#next);
      if (request === undefined) break;
      this.#waiting.delete(this.#next++);
      // What is to be sent goes with the newer one, if not with this.
      this.#answer();
      if (this.#isClosed) return request.refuse(404, OVER);
      if (request.command === 'close') {
        request.answer([GOODBYE]);
        return this.#close();
      }
      this.#current = request;
      if (request.command === 'send' && !this.#isEnding) this.#unread.add([request.body]);
      this.#deliver();
    }
    this.#watchGap();
  }

  #deliver(): void {
    while (this.#handler !== undefined && !this.#isPaused && !this.#isClosed) {
      const bytes = this.#unread.next();
      if (bytes === undefined) break;
      this.#handler.received(bytes);
    }
    this.#planAnswer();
  }

  /** A client whose connection broke asks again for what it may have missed. */
  #repeat(request: RtmptRequest): void {
    const current = this.#current;
    if (current?.sequence === request.sequence) {
      current.refuse(409, REPEATED);
      this.#current = request;
      return this.#planAnswer();
    }
    const given = this.#given.get(request.sequence);
    if (given === undefined) request.refuse(409, 'The request was answered long ago.');
    else request.answer(given);
  }

  #planAnswer(): void {
    if (this.#current === undefined || this.#isAnswerPlanned) return;
    this.#isAnswerPlanned = true;
    this.clock.endOfTurn(() => {
      this.#isAnswerPlanned = false;
      const current = this.#current;
      if (current === undefined || current.isGone) return;
      const isTaken = current.command === 'send' && this.#unread.size === 0;
      if (isTaken || this.#unsent.size > 0 || this.options.idleAckInterval === 0) return this.#answer();
      this.#hold ??= this.clock.after(this.options.idleAckInterval, () => this.#answer());
    });
  }

  #answer(): void {
    this.#hold?.cancel();
    this.#hold = undefined;
    const current = this.#current;
    if (current === undefined) return;
    this.#current = undefined;
    const before = this.#unsent.size;
    const bytes = current.isGone ? [] : this.#unsent.take(this.options.writeBufferSize);
    if (before > 0) this.#interval.busy();
    else if (current.command === 'idle') this.#interval.idle();
    const parts = [Uint8Array.of(this.#interval.byte), ...bytes];
    this.#given.keep(current.sequence, parts);
    current.answer(parts);
    if (bytes.length === 0 || this.#unsent.size > 0) return;
    if (this.#isEnding) this.#close();
    else this.#handler?.drained();
  }

  /** Waits for a request that is missing, for a while. */
  #watchGap(): void {
    if (this.#isClosed || this.#waiting.size === 0 || this.#waiting.has(this.#next)) {
      this.#gap?.cancel();
      this.#gap = undefined;
      return;
    }
    this.#gap ??= this.clock.after(this.#next === 0 ? FIRST_GAP : GAP, () => {
      this.#gap = undefined;
      if (this.#next > 0) return this.#close(new Error(`request ${this.#next} did not come`));
      // Some clients begin with 1.
      this.#next = Math.min(...this.#waiting.keys());
      this.#take();
    });
  }

  /** Sees to it that a session that nobody comes back to ends. */
  #watchOver(): void {
    const { idleTimeout, reconnectTimeout } = this.options;
    const lostUntil = this.#lostAt === undefined ? Infinity : this.#lostAt + reconnectTimeout;
    const due = Math.min(this.#heardAt + idleTimeout, lostUntil) - this.clock.now();
    if (due <= 0) return this.#close(new Error('no request came any more'));
    this.#watch?.cancel();
    this.#watch = this.clock.after(due, () => this.#watchOver());
  }

  #close(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of [this.#hold, this.#gap, this.#watch, this.#linger]) timer?.cancel();
    for (const request of [this.#current, ...this.#waiting.values()]) request?.refuse(404, OVER);
    this.#current = undefined;
    this.#waiting.clear();
    this.#unread.clear();
    this.#unsent.clear();
    this.over();
    // Whoever closed it is not told while he does so.
    this.clock.endOfTurn(() => this.#handler?.closed(error));
  }
}
