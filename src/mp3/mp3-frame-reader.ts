import { concat } from '../bytes/concat.js';
import type { Mp3Frame } from '../media/codec-configuration/mp3-frame.js';
import { MP3_HEADER_SIZE, mp3FrameOf } from '../media/codec-configuration/mp3-frame.js';
import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';

/** A frame of layer III as it lies in a file. */
export interface PlacedFrame {
  readonly offset: number;
  readonly frame: Mp3Frame;
  /** With its header; a view, to be copied if it is kept. */
  readonly bytes: Uint8Array;
}

/** A part of a file in bytes. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface Mp3FrameReaderOptions {
  /** The frame that all others must be like: of the same version and sample rate. Default: the first one found. */
  readonly like?: Mp3Frame;
  /** A frame begins where the range does; otherwise it must be confirmed by those that follow it. */
  readonly isSync?: boolean;
  /** Bytes to read at once. Default 64 KiB. */
  readonly block?: number;
}

/** Bytes in a row that may be skipped in search of a frame. */
const MAX_GARBAGE = 1024 * 1024;

/** Frames that must follow upon the first one of a file, and upon one after garbage. */
const FOLLOWERS = 2;

/**
 * Reads the frames of MPEG audio layer III from a range of a file, a block at a time. What is no frame, or one of
 * another kind than the first, is skipped; one that is cut off at the end is left out.
 */
export class Mp3FrameReader {
  readonly #file: MediaFile;
  readonly #to: number;
  readonly #block: number;
  #like: Mp3Frame | undefined;
  #isSync: boolean;
  #window: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Of the first byte of the window. */
  #start: number;
  #garbage = 0;
  #foreign: string | undefined;

  constructor(file: MediaFile, { from, to }: ByteRange, options: Mp3FrameReaderOptions = {}) {
    this.#file = file;
    this.#start = from;
    this.#to = Math.min(to, file.size);
    this.#block = options.block ?? 64 * 1024;
    this.#like = options.like;
    this.#isSync = options.isSync ?? false;
  }

  /** What was found that is MPEG audio, but is not read here; undefined if there was no such thing. */
  get foreign(): MediaError | undefined {
    return this.#foreign === undefined ? undefined : new MediaError('unsupported', this.#foreign);
  }

  /** Where the next byte to be looked at lies. */
  get offset(): number {
    return this.#start + this.#at;
  }

  /** The next frame; undefined if {@link more} must be called first. */
  read(): PlacedFrame | undefined {
    for (; this.#garbage <= MAX_GARBAGE; this.#skipByte()) {
      const frame = this.#frameAt(this.#at);
      if (frame === undefined) {
        if (!this.#has(MP3_HEADER_SIZE)) return undefined;
        continue;
      }
      const isWhole = this.#has(frame.size);
      if (!isWhole && this.#reaches(this.offset + frame.size)) return undefined;
      if (!isWhole) continue;
      const isFrame = this.#isSync || this.#isConfirmed(frame);
      if (isFrame === undefined) return undefined;
      if (isFrame) return this.#take(frame);
    }
    return undefined;
  }

  /** Reads on; false at the end of the range, or if there are no frames any more. */
  async more(): Promise<boolean> {
    const offset = this.#start + this.#window.length;
    const length = Math.min(this.#block, this.#to - offset);
    if (length <= 0 || this.#garbage > MAX_GARBAGE) return false;
    const bytes = await this.#file.read(offset, length);
    if (bytes.length === 0) return false;
    this.#window = concat([this.#window.subarray(this.#at), bytes]);
    this.#start += this.#at;
    this.#at = 0;
    return true;
  }

  #has(size: number): boolean {
    return this.#window.length - this.#at >= size;
  }

  /** Whether the range has bytes up to `offset`. */
  #reaches(offset: number): boolean {
    return offset <= this.#to;
  }

  /** The frame at an index of the window, if there can be one. */
  #frameAt(at: number): Mp3Frame | undefined {
    const window = this.#window;
    if (window.length - at < MP3_HEADER_SIZE || window[at] !== 0xff) return undefined;
    const frame = mp3FrameOf(
      ((window[at] << 24) | (window[at + 1]! << 16) | (window[at + 2]! << 8) | window[at + 3]!) >>> 0,
    );
    return frame !== undefined && this.#isAlike(frame) && this.#isReadable(frame, at) ? frame : undefined;
  }

  #isAlike({ mpegVersion, layer, sampleRate }: Mp3Frame): boolean {
    const like = this.#like;
    if (like === undefined) return true;
    return mpegVersion === like.mpegVersion && layer === like.layer && sampleRate === like.sampleRate;
  }

  /** Other layers, and frames that do not tell their size, are noted if they stand where the first frame belongs. */
  #isReadable({ layer, size }: Mp3Frame, at: number): boolean {
    if (layer === 3 && size > 0) return true;
    if (this.#garbage === 0 && at === this.#at && this.#like === undefined) {
      this.#foreign ??= layer === 3 ? 'MPEG audio in free format' : `MPEG audio layer ${layer}`;
    }
    return false;
  }

  /** Whether frames of the same kind follow; undefined if that is not here yet. */
  #isConfirmed(first: Mp3Frame): boolean | undefined {
    let at = this.#at + first.size;
    for (let i = 0; i < FOLLOWERS; i++) {
      if (!this.#reaches(this.#start + at + MP3_HEADER_SIZE)) return true;
      if (this.#window.length < at + MP3_HEADER_SIZE) return undefined;
      const next = this.#frameAt(at);
      if (next === undefined) return false;
      if (next.sampleRate !== first.sampleRate || next.mpegVersion !== first.mpegVersion) return false;
      at += next.size;
    }
    return true;
  }

  #take(frame: Mp3Frame): PlacedFrame {
    const { offset } = this;
    const bytes = this.#window.subarray(this.#at, this.#at + frame.size);
    this.#at += frame.size;
    this.#like ??= frame;
    this.#isSync = true;
    this.#garbage = 0;
    return { offset, frame, bytes };
  }

  #skipByte(): void {
    this.#at++;
    this.#garbage++;
    this.#isSync = false;
  }
}
