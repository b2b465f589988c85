import type { EncodedChunkLike, EncoderLike } from './web-codecs-like.js';

/** Pictures or pieces of sound that an encoder may have in work; what comes then is left out. */
const MOST_IN_WORK = 3;

/** What is encoded: where it comes from, and what becomes of it. */
export interface EncodedTrack<Raw extends { readonly timestamp: number; close(): void }> {
  readonly reader: { read(): Promise<{ readonly done: boolean; readonly value?: unknown }>; cancel(): Promise<void> };
  /** Makes the encoder for what `raw` looks like; undefined if there is none. */
  open(raw: Raw): Promise<EncoderLike<Raw> | undefined>;
  /** Whether the encoder that there is was not made for what `raw` looks like. */
  isOther(raw: Raw): boolean;
  /** Whether there is room on the way to the server. */
  hasRoom(): boolean;
  /** Whether what is encoded now can be decoded without what came before. */
  isKey(raw: Raw): boolean;
}

/** Encodes what a track of a camera gives, as it comes, until it is closed. */
export class TrackEncoder<Raw extends { readonly timestamp: number; close(): void }> {
  #encoder: EncoderLike<Raw> | undefined;
  /** There is no encoder for it: nobody is asked again. */
  #isHopeless = false;
  #isClosed = false;
  #leftOut = 0;

  constructor(private readonly track: EncodedTrack<Raw>) {}

  /** Pictures or pieces of sound that were left out, because the encoder or the network did not follow. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Resolves when the track ends or it is closed. Rejects with what the encoder throws. */
  async run(): Promise<void> {
    const { track } = this;
    for (;;) {
      const { done, value } = await track.reader.read();
      if (done || value === undefined) return;
      const raw = value as Raw;
      try {
        await this.#take(raw);
      } finally {
        raw.close();
      }
    }
  }

  /** The next that comes gets a new encoder: it begins with all that a decoder needs. */
  restart(): void {
    if (this.#encoder?.state !== 'closed') this.#encoder?.close();
    this.#encoder = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.restart();
    this.track.reader.cancel().catch(() => undefined);
  }

  async #take(raw: Raw): Promise<void> {
    const { track } = this;
    if (this.#isClosed || this.#isHopeless) return;
    if (!track.hasRoom() || (this.#encoder?.encodeQueueSize ?? 0) > MOST_IN_WORK) {
      this.#leftOut++;
      return;
    }
    if (this.#encoder !== undefined && track.isOther(raw)) this.restart();
    if (this.#encoder === undefined) {
      const encoder = await track.open(raw);
      if (this.#isClosed) return encoder?.close();
      this.#encoder = encoder;
      this.#isHopeless = encoder === undefined;
    }
    this.#encoder?.encode(raw, { keyFrame: track.isKey(raw) });
  }
}

/** The bytes of what an encoder made. */
export function bytesOf(chunk: EncodedChunkLike): Uint8Array {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return bytes;
}
