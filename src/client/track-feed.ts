import { MediaFormatTracker } from '../media/media-format-tracker.js';
import type { MediaMessage } from '../media/media-message.js';
import { FragmentedMp4Writer } from '../mp4/fragmented-mp4-writer.js';
import type { SourceBufferLike } from './media-source-like.js';
import { VideoError } from './video-error.js';

/** Seconds of what was shown that are kept, and by how much more before something is removed. */
const KEPT = 10;
const SLACK = 10;
/** Seconds that wait to be shown at most, for who pauses: what is live is not waited for. */
const MOST_AHEAD = 60;
/** Bytes that wait for the browser at most. */
const MAX_WAITING = 32 * 1024 * 1024;

/** What a feed needs of its player. */
export interface FeedOwner {
  /** Of the element, in seconds. */
  readonly currentTime: number;
  /** Something can be shown, or was removed. */
  updated(): void;
  failed(error: VideoError): void;
}

/** The MIME type of a track in an MP4, as Media Source has it. */
export function mimeType(kind: 'audio' | 'video', codecString: string): string {
  return `${kind}/mp4; codecs="${codecString}"`;
}

/** The audio or the video of a stream on its way into a SourceBuffer: messages become fragments of an MP4. */
export class TrackFeed {
  readonly #format = new MediaFormatTracker();
  #writer = newWriter();
  #isHeaderWritten = false;
  readonly #waiting: (() => void)[] = [];
  #waitingBytes = 0;

  constructor(
    private readonly kind: 'audio' | 'video',
    private readonly buffer: SourceBufferLike,
    /** What the SourceBuffer was made for. */
    private type: string,
    /** Seconds that are added to the time of the stream. */
    private offset: number,
    private readonly owner: FeedOwner,
  ) {
    buffer.addEventListener('updateend', this.#next);
  }

  /** Takes the next message of its kind. */
  accept(message: MediaMessage): void {
    this.#format.accept(message);
    const { fragment, verdict } = this.#writer.takeBefore(message);
    this.#write(fragment);
    if (verdict.kind === 'codec-changed' || verdict.kind === 'late-track') {
      this.#begin();
      this.#writer.accept(message);
    }
  }

  /** What comes now goes on at another time: seconds that are added from here on. */
  restart(offset: number): void {
    this.#write(this.#writer.finish());
    this.offset = offset;
    this.#begin();
  }

  close(): void {
    this.buffer.removeEventListener('updateend', this.#next);
    this.#waiting.length = 0;
  }

  #begin(): void {
    this.#writer = newWriter();
    this.#isHeaderWritten = false;
  }

  #write(fragment: Uint8Array | undefined): void {
    const { header } = this.#writer;
    if (fragment === undefined || header === undefined) return;
    if (!this.#isHeaderWritten) {
      this.#isHeaderWritten = true;
      const [type, offset] = [mimeType(this.kind, this.#format.format[this.kind]?.codecString ?? ''), this.offset];
      this.#do(0, () => {
        // This is quick, and nothing tells when it is done.
        if (type !== this.type) this.buffer.changeType(type);
        this.type = type;
        this.buffer.timestampOffset = offset;
        this.buffer.appendBuffer(header);
      });
    }
    this.#do(fragment.length, () => this.buffer.appendBuffer(fragment));
  }

  #do(size: number, work: () => void): void {
    if (this.#waitingBytes > MAX_WAITING) {
      this.owner.failed(new VideoError('failed', 'The browser takes nothing more of this stream.'));
      return;
    }
    this.#waitingBytes += size;
    this.#waiting.push(() => {
      this.#waitingBytes -= size;
      work();
    });
    if (!this.buffer.updating && this.#waiting.length === 1) this.#next();
  }

  readonly #next = (): void => {
    this.owner.updated();
    if (this.buffer.updating || this.#trim()) return;
    const work = this.#waiting.shift();
    if (work === undefined) return;
    try {
      work();
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      this.owner.failed(new VideoError('failed', `The browser could not take the ${this.kind}: ${what}`));
    }
  };

  /** Removes what was shown long ago. Answers whether there was something. */
  #trim(): boolean {
    const { buffered } = this.buffer;
    if (buffered.length === 0) return false;
    const until = Math.max(this.owner.currentTime - KEPT, buffered.end(buffered.length - 1) - MOST_AHEAD);
    if (buffered.start(0) > until - SLACK) return false;
    this.buffer.remove(0, until);
    return true;
  }
}

/** It has one track, so there is no second to wait for. */
function newWriter(): FragmentedMp4Writer {
  return new FragmentedMp4Writer({ asSent: true, waitLimit: 0 });
}
