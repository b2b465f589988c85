import type { MediaBatch } from '../../src/media/media-batch.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { MessageSink, PlayerEnd } from '../../src/stream/message-sink.js';
import { describeMedia } from './media-payloads.js';

/** A sink that keeps what it is given, with a queue as long as a test says. */
export class FakeSink implements MessageSink {
  readonly clientId = undefined;
  readonly address = undefined;
  queuedBytes = 0;
  readonly batches: MediaBatch[] = [];
  /** `published`, `unpublished` and why it ended, in order. */
  readonly news: string[] = [];

  get messages(): MediaMessage[] {
    return this.batches.flatMap(({ messages }) => messages);
  }

  /** `video 40 key k1`: what it was given, as lines. */
  get lines(): string[] {
    return this.messages.map(({ kind, timestamp, payload }) => `${kind} ${timestamp} ${describeMedia(kind, payload)}`);
  }

  write(batch: MediaBatch): void {
    this.batches.push(batch);
  }

  published(): void {
    this.news.push('published');
  }

  unpublished(): void {
    this.news.push('unpublished');
  }

  ended(why: PlayerEnd): void {
    this.news.push(why);
  }
}
