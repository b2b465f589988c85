import type { Traffic } from '../application/client.js';
import type { LinkStream, LinkStreamHandler } from '../link/link-stream.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { MediaKind } from '../media/media-message.js';
import type { CloseReason, MessageHandler, MessageTransport } from '../netconnection/message-transport.js';
import type { MessageStreamId, RtmpMessage } from '../rtmp/message.js';
import { MessageType } from '../rtmp/message.js';
import type { SharedMessage } from '../rtmp/shared-message.js';
import { decodeEnvelope, encodeWords, messageHead } from './link-envelope.js';

/** Whose messages a link stream carries, as the other end of the conversation is to see it. */
export interface LinkedFacts {
  readonly protocol: string;
  readonly secure: boolean;
  readonly address: string;
  readonly port: number;
}

/** Answers what is asked beside the messages; must not reject. */
export type AnswerQuestion = (question: string) => Promise<string>;

const kindTypes: Readonly<Record<MediaKind, number>> = {
  audio: MessageType.audio,
  video: MessageType.video,
  data: MessageType.dataAmf0,
};

/** The messages of one client on a stream of a link: what RTMP is to a socket, without chunks and without a handshake. */
export class LinkTransport implements MessageTransport, LinkStreamHandler {
  #handler: MessageHandler | undefined;
  #isClosed = false;
  #peerReason: CloseReason | undefined;
  readonly #counts = { received: 0, sent: 0, messagesReceived: 0, messagesSent: 0 };
  readonly #questions = new Map<number, { resolve(answer: string): void; reject(error: Error): void }>();
  #lastQuestion = 0;
  readonly #drainWaiters = new Set<() => void>();

  constructor(
    private readonly stream: LinkStream,
    private readonly facts: LinkedFacts,
    private readonly answer: AnswerQuestion,
    private readonly roundTripOfLink: () => number | undefined,
  ) {}

  get protocol(): string {
    return this.facts.protocol;
  }

  get secure(): boolean {
    return this.facts.secure;
  }

  get remoteAddress(): string {
    return this.facts.address;
  }

  get remotePort(): number {
    return this.facts.port;
  }

  get queuedBytes(): number {
    return this.stream.queuedBytes;
  }

  get traffic(): Traffic {
    return { ...this.#counts };
  }

  get roundTrip(): number | undefined {
    return this.roundTripOfLink();
  }

  /** Begins to deliver. */
  start(handler: MessageHandler): void {
    this.#handler = handler;
    this.stream.start(this);
  }

  message(bytes: Uint8Array): void | Promise<void> {
    const envelope = decodeEnvelope(bytes);
    if (envelope === undefined || this.#isClosed) return undefined;
    switch (envelope.what) {
      case 'message':
        this.#counts.received += bytes.length;
        this.#counts.messagesReceived++;
        return this.#handler?.receive(envelope.message);
      case 'question':
        return void this.#asked(envelope.id, envelope.text);
      case 'answer':
        this.#questions.get(envelope.id)?.resolve(envelope.text);
        this.#questions.delete(envelope.id);
        return undefined;
      case 'bye':
        this.#peerReason = envelope.text as CloseReason;
        return undefined;
    }
  }

  closed(reason: string): void {
    this.#release(this.#peerReason ?? (reason === 'too-slow' ? 'too-slow' : 'connection-lost'));
  }

  send(message: RtmpMessage): void {
    const head = messageHead(message);
    this.#counts.sent += head.length + message.payload.length;
    this.#counts.messagesSent++;
    this.stream.write(head, message.payload);
  }

  sendMedia(batch: MediaBatch, messageStreamId: MessageStreamId): void {
    for (const { kind, timestamp, payload } of batch.messages) {
      this.send({ type: kindTypes[kind], timestamp, messageStreamId, payload });
    }
  }

  sendShared(messages: readonly SharedMessage[]): void {
    for (const { message } of messages) this.send(message);
  }

  whenDrained(callback: () => void): void {
    if (this.#isClosed) return;
    this.#drainWaiters.add(callback);
    this.stream.whenDrained(() => {
      if (this.#drainWaiters.delete(callback)) callback();
    });
  }

  announceBandwidth(): void {
    // It is the edge that the client has its bytes from.
  }

  setChunkSize(): void {
    // There are no chunks.
  }

  accepted(): void {
    // Who is on the other side has shown that it knows the secret.
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(!this.#isClosed);
  }

  /** Asks the other end; rejects if it is gone before it has answered. */
  ask(question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error('the other server is gone'));
      const id = ++this.#lastQuestion;
      this.#questions.set(id, { resolve, reject });
      this.stream.write(encodeWords('question', id, question));
    });
  }

  close(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.stream.write(encodeWords('bye', 0, reason));
    this.stream.end();
    this.#release(reason);
  }

  async #asked(id: number, question: string): Promise<void> {
    this.stream.write(encodeWords('answer', id, await this.answer(question)));
  }

  #release(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const question of this.#questions.values()) question.reject(new Error('the other server is gone'));
    this.#questions.clear();
    this.#handler?.closed(reason);
    for (const drained of [...this.#drainWaiters]) drained();
    this.#drainWaiters.clear();
  }
}
