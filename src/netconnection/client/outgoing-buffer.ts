import { classify } from '../../media/classify.js';
import { MediaBatch } from '../../media/media-batch.js';
import type { MediaMessage } from '../../media/media-message.js';
import { timestampDelta } from '../../time/timestamp.js';

interface Part {
  readonly bytes: number;
  readonly timestamp: number;
}

/**
 * How much of what is published may wait to be sent, in time, as `NetStream.bufferTime` of a publisher has it: with more, pictures
 * are left out until a key frame comes for which there is room. Sound goes on.
 */
export class OutgoingBuffer {
  /** Milliseconds; Infinity: the bounds of all players alone hold. */
  maxTime = Infinity;
  /** What may still wait, the oldest first, and how many bytes that is. */
  #parts: Part[] = [];
  #bytes = 0;
  #isFull = false;

  /**
   * What of a batch is sent; undefined if nothing is.
   *
   * @param queuedBytes that wait
   */
  choose(batch: MediaBatch, queuedBytes: number): MediaBatch | undefined {
    if (this.maxTime === Infinity) return batch;
    const chosen = batch.messages.filter((message) => this.#takes(message, queuedBytes));
    for (const { payload, timestamp } of chosen) this.#parts.push({ bytes: payload.length, timestamp });
    this.#bytes += chosen.reduce((sum, { payload }) => sum + payload.length, 0);
    if (chosen.length === batch.messages.length) return batch;
    return chosen.length === 0 ? undefined : new MediaBatch(chosen);
  }

  #takes(message: MediaMessage, queuedBytes: number): boolean {
    const { isKeyFrame, isFrame, isConfiguration } = classify(message);
    if (message.kind !== 'video' || !isFrame || isConfiguration) return true;
    const isOver = this.#waitingTime(message.timestamp, queuedBytes) > this.maxTime;
    if (isOver) this.#isFull = true;
    else if (isKeyFrame) this.#isFull = false;
    return !this.#isFull;
  }

  /** From the oldest that waits. */
  #waitingTime(now: number, queuedBytes: number): number {
    let sent = 0;
    for (const { bytes } of this.#parts) {
      if (this.#bytes - bytes < queuedBytes) break;
      this.#bytes -= bytes;
      sent++;
    }
    if (sent > 0) this.#parts = this.#parts.slice(sent);
    const [oldest] = this.#parts;
    return oldest === undefined || queuedBytes === 0 ? 0 : timestampDelta(now, oldest.timestamp);
  }
}
