import { concat } from '../bytes/concat.js';
import { LinkError } from './link-error.js';
import { FRAME_HEADER_SIZE, frameHeader, FrameType, MAX_FRAME_PAYLOAD } from './link-frame.js';
import { MessageQueue } from './message-queue.js';

/** Who takes what comes on a stream. */
export interface LinkStreamHandler {
  /** A whole message, to keep. Who answers a promise gets no other before it is settled: the sender is slowed down. */
  message(message: Uint8Array): void | Promise<void>;
  /** The other side sends nothing more. Without this method the stream ends on this side too. */
  ended?(): void;
  /** It is over. Called once, also after {@link LinkStream.close}; a reason of `ended` means: properly, from both sides. */
  closed(reason: string): void;
}

/** What a stream needs of its link. */
export interface StreamOwner {
  readonly maxMessageSize: number;
  readonly maxQueued: number;
  /** Our receive window. */
  readonly window: number;
  /** The stream has something to send. */
  ready(stream: LinkStream): void;
  control(type: FrameType, stream: number, payload: Uint8Array): void;
  forget(stream: LinkStream): void;
  failed(stream: LinkStream, error: unknown): void;
}

const text = new TextEncoder();

/** A two-way stream of messages inside a link, with a credit of its own in either direction. */
export class LinkStream {
  readonly #queue = new MessageQueue();
  #handler: LinkStreamHandler | undefined;
  #credit: number;
  #drainWaiters: (() => void)[] = [];
  /** Parts of a message that is not whole. */
  #parts: Uint8Array[] = [];
  #partsSize = 0;
  /** Whole messages that nobody has taken, with what each costs. */
  #waiting: { readonly message: Uint8Array; readonly cost: number }[] = [];
  #isDelivering = false;
  /** Bytes received and not yet credited, and of these the ones that were taken. */
  #owed = 0;
  #taken = 0;
  #weEnd = false;
  #weEnded = false;
  #theyEnded = false;
  #toldEnd = false;
  #closedFor: string | undefined;
  #toldClosed = false;

  constructor(
    readonly id: number,
    /** What it is for; the one who opened it said so. */
    readonly kind: string,
    /** What the one who opened it has to say first. */
    readonly header: Uint8Array,
    private readonly owner: StreamOwner,
    credit: number,
  ) {
    this.#credit = credit;
  }

  get isClosed(): boolean {
    return this.#closedFor !== undefined;
  }

  /** Bytes written and not yet handed to the stream of bytes below. */
  get queuedBytes(): number {
    return this.#queue.size;
  }

  /** Begins to deliver; nothing is lost before. */
  start(handler: LinkStreamHandler): void {
    this.#handler = handler;
    this.#deliver();
  }

  /**
   * Sends a message, which arrives whole. The parts of it must not change afterwards. One that is longer than
   * `maxMessageSize` closes the stream, and so does more than `maxQueued` that waits.
   */
  write(...parts: Uint8Array[]): void {
    if (this.#closedFor !== undefined || this.#weEnd) return;
    this.#queue.add(parts);
    if (this.#queue.newest > this.owner.maxMessageSize) return this.close('message-too-large');
    if (this.#queue.size > this.owner.maxQueued) return this.close('too-slow');
    this.owner.ready(this);
  }

  /** Calls `callback` once, when nothing is queued any more; never once it is closed. */
  whenDrained(callback: () => void): void {
    if (this.#closedFor !== undefined) return;
    this.#drainWaiters.push(callback);
    this.owner.ready(this);
  }

  /** Sends what is queued, and then nothing more. What the other side still sends is received. */
  end(): void {
    if (this.#closedFor !== undefined || this.#weEnd) return;
    this.#weEnd = true;
    this.owner.ready(this);
  }

  /** Ends it in both directions at once; what is queued is not sent. Calling it again does nothing. */
  close(reason = 'closed'): void {
    if (this.#closedFor !== undefined) return;
    this.owner.control(FrameType.close, this.id, text.encode(reason).subarray(0, 1024));
    this.lost(reason);
  }

  /** For the link: whether there is a frame to send. */
  get isReady(): boolean {
    if (this.#closedFor !== undefined) return false;
    if (this.#queue.size > 0 || this.#queue.hasMessage) return this.#credit > FRAME_HEADER_SIZE;
    return (this.#weEnd && !this.#weEnded) || this.#drainWaiters.length > 0;
  }

  /** For the link: the next frame to send, in parts. */
  takeFrame(): Uint8Array[] {
    if (this.#queue.hasMessage) {
      const { parts, size, isLast } = this.#queue.take(Math.min(MAX_FRAME_PAYLOAD, this.#credit - FRAME_HEADER_SIZE));
      this.#credit -= size + FRAME_HEADER_SIZE;
      return [frameHeader(isLast ? FrameType.message : FrameType.part, this.id, size), ...parts];
    }
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const drained of waiters) drained();
    if (!this.#weEnd || this.#weEnded || this.#queue.hasMessage) return [];
    this.#weEnded = true;
    this.#settle();
    return [frameHeader(FrameType.end, this.id, 0)];
  }

  /** For the link: the other side takes more. */
  credited(bytes: number): void {
    this.#credit += bytes;
    this.owner.ready(this);
  }

  /** For the link: a part of a message came. */
  received(payload: Uint8Array, isLast: boolean): void {
    if (this.#theyEnded) throw new LinkError('invalid-frame', `stream ${this.id} goes on after its end`);
    if (!isLast && payload.length === 0) throw new LinkError('invalid-frame', 'a part without anything in it');
    const cost = payload.length + FRAME_HEADER_SIZE;
    this.#owed += cost;
    if (this.#owed > this.owner.window)
      throw new LinkError('flow-control', `stream ${this.id} sends beyond its credit`);
    this.#partsSize += payload.length;
    if (this.#partsSize > this.owner.maxMessageSize) {
      throw new LinkError('message-too-large', `a message on stream ${this.id} is longer than allowed`);
    }
    this.#parts.push(payload);
    // A message may be longer than the window: its parts are made room for before it is whole.
    if (!isLast) return this.#took(cost);
    this.#waiting.push({ message: concat(this.#parts), cost });
    this.#parts = [];
    this.#partsSize = 0;
    this.#deliver();
  }

  /** For the link: the other side sends nothing more. */
  receivedEnd(): void {
    this.#theyEnded = true;
    this.#deliver();
  }

  /** For the link: it is over, whoever ended it. */
  lost(reason: string): void {
    if (this.#closedFor !== undefined) return;
    this.#closedFor = reason;
    this.#queue.clear();
    this.#drainWaiters = [];
    this.#waiting = [];
    this.#parts = [];
    this.owner.forget(this);
    this.#tellClosed();
  }

  #deliver(): void {
    const handler = this.#handler;
    if (handler === undefined || this.#isDelivering) return;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { message, cost } = next;
      const pending = this.#hand(handler, message);
      if (pending === undefined) {
        this.#took(cost);
        continue;
      }
      this.#isDelivering = true;
      void pending
        .catch((error: unknown) => this.#fail(error))
        .then(() => {
          this.#isDelivering = false;
          this.#took(cost);
          this.#deliver();
        });
      return;
    }
    this.#tellClosed();
    this.#tellEnd(handler);
  }

  #hand(handler: LinkStreamHandler, message: Uint8Array): Promise<void> | undefined {
    try {
      return handler.message(message) ?? undefined;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #tellEnd(handler: LinkStreamHandler): void {
    if (!this.#theyEnded || this.#toldEnd || this.#closedFor !== undefined) return;
    this.#toldEnd = true;
    if (handler.ended === undefined) this.end();
    else handler.ended();
    this.#settle();
  }

  /** Ended from both sides, and heard to the end. */
  #settle(): void {
    if (this.#weEnded && this.#toldEnd) this.lost('ended');
  }

  #tellClosed(): void {
    if (this.#closedFor === undefined || this.#toldClosed || this.#handler === undefined) return;
    this.#toldClosed = true;
    this.#handler.closed(this.#closedFor);
  }

  #took(cost: number): void {
    if (this.#closedFor !== undefined) return;
    this.#taken += cost;
    if (this.#taken * 2 < this.owner.window) return;
    this.#owed -= this.#taken;
    const credit = new Uint8Array(4);
    new DataView(credit.buffer).setUint32(0, this.#taken);
    this.#taken = 0;
    this.owner.control(FrameType.credit, this.id, credit);
  }

  #fail(error: unknown): void {
    this.owner.failed(this, error);
    this.close('internal-error');
  }
}
