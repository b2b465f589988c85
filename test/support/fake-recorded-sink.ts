import type { MediaBatch } from '../../src/media/media-batch.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { RecordedEnd, RecordedSink } from '../../src/stream/recorded-sink.js';
import { describeMedia } from './media-payloads.js';

/** A sink of recorded media that keeps what happens to it, with a queue as long as a test says. */
export class FakeRecordedSink implements RecordedSink {
  queuedBytes = 0;
  /** By how much each write makes the queue longer. */
  bytesPerWrite = 0;
  /** Milliseconds. */
  delay = 0;
  readonly batches: MediaBatch[] = [];
  /** `begins 0`, `filled`, `goes on`, `end-of-media`, `failed: …`, in order. */
  readonly news: string[] = [];
  #waiting: (() => void)[] = [];

  get messages(): MediaMessage[] {
    return this.batches.flatMap(({ messages }) => messages);
  }

  /** `video 40 key k1`: what it was given since the last time, as lines. */
  takeLines(): string[] {
    const lines = this.messages.map(
      ({ kind, timestamp, payload }) => `${kind} ${timestamp} ${describePayload(kind, payload)}`,
    );
    this.batches.length = 0;
    return lines;
  }

  get waitsForDrain(): boolean {
    return this.#waiting.length > 0;
  }

  drain(): void {
    this.queuedBytes = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  }

  bandwidthDelay(): number {
    return this.delay;
  }

  whenDrained(callback: () => void): void {
    this.#waiting.push(callback);
  }

  begins(time: number): void {
    this.news.push(`begins ${time}`);
  }

  write(batch: MediaBatch): void {
    this.batches.push(batch);
    this.queuedBytes += this.bytesPerWrite;
  }

  bufferFilled(): void {
    this.news.push('filled');
  }

  sendingGoesOn(): void {
    this.news.push('goes on');
  }

  ended(why: RecordedEnd): void {
    this.news.push(why);
  }

  failed(error: unknown): void {
    this.news.push(`failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describePayload(kind: MediaMessage['kind'], payload: Uint8Array): string {
  const isCommand = kind === 'video' && payload[0]! >> 4 === 5;
  if (isCommand) return `command ${Buffer.from(payload).toString('hex')}`;
  return describeMedia(kind, payload);
}
