import { MediaBatch } from '../media/media-batch.js';
import { timestampAdd, timestampDelta } from '../time/timestamp.js';

/**
 * The time of a player that plays one item after the other. A client that asked for a playlist sees one stream: its
 * clock goes on from item to item, as that of Flash Player does (NetStream.time), and whoever writes what it receives
 * to a file gets timestamps that never step back. The first item keeps its own time, and with it the bytes that all
 * its players share.
 */
export class PlaylistTime {
  #offset: number | undefined = 0;
  /** Where what was sent ends, in the time of the client. The media itself is not held on to: it may be much. */
  #end: number | undefined;

  /** Milliseconds by which the time of the client is later than that of the item. */
  get offset(): number {
    return this.#offset ?? 0;
  }

  /**
   * What comes next, if it is the first of all, begins with 0, wherever in the media it is: what FMS does for
   * play(name, start), and what rtmpdump counts on when it resumes a download.
   */
  beginsWithZero(): void {
    if (this.#end === undefined) this.#offset = undefined;
  }

  /** Another item follows; it goes on where this one ended. */
  next(): void {
    if (this.#end !== undefined) this.#offset = undefined;
  }

  /**
   * Another item follows in the midst of this one, at the same time of both. Only if that would be a step back, or
   * one forward of more than `tolerance` milliseconds, it goes on where this one ended.
   */
  switchTo(first: number, tolerance: number): void {
    if (this.#end === undefined) return;
    const step = timestampDelta(timestampAdd(first, this.offset), this.#end);
    if (step < 0 || step > tolerance) this.#offset = undefined;
  }

  /** A batch of the item, at the time of the client. */
  place(batch: MediaBatch): MediaBatch {
    const [first] = batch.messages;
    if (first === undefined) return batch;
    this.#offset ??= timestampDelta(this.#end ?? 0, first.timestamp);
    const { offset } = this;
    this.#end = timestampAdd(batch.end, offset);
    if (offset === 0) return batch;
    const moved = batch.messages.map((message) => message.at(timestampAdd(message.timestamp, offset)));
    return new MediaBatch(moved, true);
  }
}
