import { classify } from '../media/classify.js';
import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { packetsOf } from '../media/stream-packet.js';
import { FragmentedMp4Writer } from '../mp4/fragmented-mp4-writer.js';
import type { BufferQueue } from './buffer-queue.js';
import { isBare, mediaTypes } from './media-types.js';

/** Seconds by which MP3 may be elsewhere than its timestamps say, which are whole milliseconds. */
const TOLERANCE = 0.2;

/**
 * The audio or the video of a stream on its way into a SourceBuffer: messages become fragments of an MP4, and frames of MP3
 * go as they are.
 */
export class TrackFeed {
  readonly #format = new MediaFormatTracker();
  #writer = newWriter();
  #isHeaderWritten = false;
  /** The newest sequence header. */
  #setup: MediaMessage | undefined;

  constructor(
    private readonly kind: 'audio' | 'video',
    private readonly queue: BufferQueue,
    /** What the SourceBuffer was made for. */
    private type: string,
    /** Seconds that are added to the time of the stream. */
    private offset: number,
  ) {}

  /** Takes the next message of its kind. False if the SourceBuffer cannot go on with it: there must be another. */
  accept(message: MediaMessage): boolean {
    this.#format.accept(message);
    const types = this.#types;
    if (!types.includes(this.type) && (isBare(this.type) || isBare(types[0]!))) return false;
    if (isBare(this.type)) {
      for (const { body, isConfiguration } of packetsOf(message)) {
        if (!isConfiguration) this.#writeBare(body, message.timestamp / 1000 + this.offset);
      }
      return true;
    }
    if (classify(message).isSequenceHeader) this.#setup = message;
    const { fragment, verdict } = this.#writer.takeBefore(message);
    this.#write(fragment);
    if (verdict.kind === 'codec-changed' || verdict.kind === 'late-track') {
      this.#begin();
      this.#writer.accept(message);
    }
    return true;
  }

  /** What comes now goes on at another time: seconds that are added from here on. */
  restart(offset = this.offset): void {
    this.finish();
    this.offset = offset;
  }

  /** Nothing that is there, or waits, is of any use: what comes now is from elsewhere. */
  clear(): void {
    this.#begin();
    this.queue.clear();
  }

  /** Nothing follows for now. Calls `done` when the browser has it all. */
  finish(done?: () => void): void {
    this.#write(this.#writer.finish());
    this.#begin();
    if (done !== undefined) this.queue.do(0, done);
  }

  close(): void {
    this.queue.close();
  }

  get #types(): readonly string[] {
    const format = this.#format.format[this.kind];
    return format === undefined ? [this.type] : mediaTypes(this.kind, format);
  }

  #begin(): void {
    this.#writer = newWriter();
    this.#isHeaderWritten = false;
    // Who goes on after a pause is not given it again.
    if (this.#setup !== undefined) this.#writer.accept(this.#setup);
  }

  #write(fragment: Uint8Array | undefined): void {
    const { header } = this.#writer;
    if (fragment === undefined || header === undefined) return;
    const { buffer } = this.queue;
    if (!this.#isHeaderWritten) {
      this.#isHeaderWritten = true;
      const [types, offset] = [this.#types, this.offset];
      this.queue.do(0, () => {
        // This is quick, and nothing tells when it is done.
        if (!types.includes(this.type)) buffer.changeType((this.type = types[0]!));
        buffer.timestampOffset = offset;
        buffer.appendBuffer(header);
      });
    }
    this.queue.do(fragment.length, () => buffer.appendBuffer(fragment));
  }

  /** @param time seconds of the element */
  #writeBare(frame: Uint8Array, time: number): void {
    const { buffer } = this.queue;
    this.queue.do(frame.length, () => {
      const { buffered } = buffer;
      const end = buffered.length === 0 ? -Infinity : buffered.end(buffered.length - 1);
      // Frames follow each other by themselves.
      if (Math.abs(time - end) > TOLERANCE) buffer.timestampOffset = time;
      buffer.appendBuffer(frame);
    });
  }
}

/** It has one track, so there is no second to wait for. */
function newWriter(): FragmentedMp4Writer {
  return new FragmentedMp4Writer({ asSent: true, waitLimit: 0 });
}
