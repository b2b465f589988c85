import { MediaBatch } from '../media/media-batch.js';
import type { MediaKind } from '../media/media-message.js';
import { timestampAdd, timestampDelta } from '../time/timestamp.js';

/**
 * The time of a player that plays one item after the other. A client that asked for a playlist sees one stream: its
 * clock goes on from item to item, as that of Flash Player does (NetStream.time), and whoever writes what it receives
 * to a file gets timestamps that never step back. The first item keeps its own time, and with it the bytes that all
 * its players share.
 */
export class PlaylistTime {
  #offset: number | undefined = 0;
  #last: MediaBatch | undefined;

  /** Milliseconds by which the time of the client is later than that of the item. */
  get offset(): number {
    return this.#offset ?? 0;
  }

  /**
   * What comes next, if it is the first of all, begins with 0, wherever in the media it is: what FMS does for
   * play(name, start), and what rtmpdump counts on when it resumes a download.
   */
  beginsWithZero(): void {
    if (this.#last === undefined) this.#offset = undefined;
  }

  /** Another item follows; it goes on where this one ended. */
  next(): void {
    if (this.#last !== undefined) this.#offset = undefined;
  }

  /**
   * Another item follows in the midst of this one, at the same time of both. Only if that would be a step back, or
   * one forward of more than `tolerance` milliseconds, it goes on where this one ended.
   */
  switchTo(first: number, tolerance: number): void {
    if (this.#last === undefined) return;
    const step = timestampDelta(timestampAdd(first, this.offset), endOf(this.#last));
    if (step < 0 || step > tolerance) this.#offset = undefined;
  }

  /** A batch of the item, at the time of the client. */
  place(batch: MediaBatch): MediaBatch {
    const [first] = batch.messages;
    if (first === undefined) return batch;
    this.#offset ??= timestampDelta(this.#last === undefined ? 0 : endOf(this.#last), first.timestamp);
    const { offset } = this;
    const placed =
      offset === 0
        ? batch
        : new MediaBatch(
            batch.messages.map((message) => message.at(timestampAdd(message.timestamp, offset))),
            true,
          );
    this.#last = placed;
    return placed;
  }
}

/** Where the last frames of a batch end, if each of them lasts as long as the one before it. */
function endOf({ messages }: MediaBatch): number {
  const last = new Map<MediaKind, { timestamp: number; step: number }>();
  for (const { kind, timestamp } of messages) {
    const before = last.get(kind);
    last.set(kind, {
      timestamp,
      step: before === undefined ? 0 : Math.max(0, timestampDelta(timestamp, before.timestamp)),
    });
  }
  let end = messages[0]?.timestamp ?? 0;
  for (const { timestamp, step } of last.values()) {
    const own = timestampAdd(timestamp, Math.max(1, step));
    if (timestampDelta(own, end) > 0) end = own;
  }
  return end;
}
