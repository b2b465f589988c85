import { ByteWindow } from '../bytes/byte-window.js';
import { FlvError } from './flv-error.js';
import type { FlvHeader } from './flv-header.js';
import { FLV_HEADER_SIZE, flvHeader } from './flv-header.js';
import type { FlvTag, FlvTagType } from './flv-tag.js';
import { BACK_POINTER_SIZE, FILTER_BIT, isTagType, MAX_TAG_SIZE, TAG_HEADER_SIZE } from './flv-tag.js';

export interface FlvParserOptions {
  /** Bytes of payload that a tag may announce; one that announces more is garbage. Default 16,777,215, which is all. */
  readonly maxTagSize?: number;
  /** Bytes in a row that may be skipped in search of a tag. Default 1 MiB. */
  readonly maxGarbage?: number;
  /** To begin in the middle of a file; by default the first byte is the first of a file. */
  readonly from?: FlvPlace;
}

/** Where in a file the first byte that the parser receives lies. */
export interface FlvPlace {
  readonly offset: number;
  /** A tag begins there, or anything: a tag is searched for then. */
  readonly is: 'tag' | 'anything';
}

/** A tag that is expected, by its header. */
export interface PendingTag {
  readonly offset: number;
  readonly timestamp: number;
  /** Where the tag ends, and its back pointer begins. */
  readonly end: number;
}

interface TagHeader extends Pick<FlvTag, 'filtered' | 'timestamp' | 'streamId'> {
  readonly type: FlvTagType;
  readonly size: number;
}

const SIGNATURE = 0x464c56;
/** Two reserved bits above the filter bit, which are 0. */
const TYPE_MASK = 0xdf;

/**
 * Reads FLV (FLV 10.1, annex E), from a file or as it arrives: give it bytes, then read tags until there are none.
 * At most one tag and its announcement are held back, as far as they have arrived.
 *
 * What files do wrong is read as far as it is whole:
 * - The flags of the header are not believed. A data offset below 9 or above `maxGarbage` counts as 9.
 * - Back pointers (PreviousTagSize) are not believed where tag follows upon tag: Red5 and FLVTool2 wrote wrong ones.
 * - Where no tag begins (another type, reserved bits, a length above `maxTagSize`, no signature at the beginning)
 *   the next one is searched for, byte by byte. There, a tag must have stream id 0, and the right back pointer or
 *   another tag behind it.
 * - At the end, a tag that was cut off is left out. It may also have announced too much: it is searched for others.
 *
 * Timestamps are as they stand there, back and forth.
 */
export class FlvParser {
  readonly #window = new ByteWindow();
  readonly #maxTagSize: number;
  readonly #maxGarbage: number;
  #state: 'header' | 'tags' | 'searching' | 'over' = 'header';
  #header: FlvHeader | undefined;
  #rest = 0;
  /** Bytes between the front of the window and the header of the next tag. */
  #gap = BACK_POINTER_SIZE;
  #finished = false;
  #offset = 0;
  #skipped = 0;
  #garbage = 0;
  #tags = 0;
  #error: FlvError | undefined;
  readonly #isInside: boolean;

  constructor({ maxTagSize = MAX_TAG_SIZE, maxGarbage = 1024 * 1024, from }: FlvParserOptions = {}) {
    this.#maxTagSize = maxTagSize;
    this.#maxGarbage = maxGarbage;
    this.#isInside = from !== undefined;
    if (from === undefined) return;
    this.#offset = from.offset;
    this.#gap = 0;
    this.#state = from.is === 'tag' ? 'tags' : 'searching';
  }

  /** What stands at the beginning, once it has arrived; undefined also if there is no signature. */
  get header(): FlvHeader | undefined {
    return this.#header;
  }

  /** Bytes that belonged to no tag, after {@link finish} those of one that was cut off too. */
  get skippedBytes(): number {
    return this.#skipped;
  }

  /**
   * Takes the next bytes; they are copied. After {@link finish} there must be none.
   *
   * @param isOurs nobody will change them: payloads may be parts of them
   */
  receive(bytes: Uint8Array, isOurs = false): void {
    if (this.#finished) throw new Error('the input is finished');
    if (this.#error !== undefined) return;
    if (isOurs) this.#window.adopt(bytes);
    else this.#window.push(bytes);
  }

  /** Nothing more will come: lets {@link read} decide what waits to be complete. */
  finish(): void {
    this.#finished = true;
  }

  /** The next tag; undefined if more must be received first, or after {@link finish} if there is none. Throws FlvError. */
  read(): FlvTag | undefined {
    if (this.#error !== undefined) throw this.#error;
    this.#skipRest();
    if (this.#state === 'header') this.#readHeader();
    if (this.#state === 'tags') {
      const tag = this.#next();
      if (tag !== undefined) return tag;
    }
    return this.#state === 'searching' ? this.#search() : undefined;
  }

  /**
   * The tag that follows the last one, as soon as its header is here; {@link read} gives another one if its payload
   * turns out not to be. Undefined also while a tag is searched for.
   */
  get pending(): PendingTag | undefined {
    if (this.#state !== 'tags' || this.#rest > 0 || this.#window.length < this.#gap + TAG_HEADER_SIZE) return undefined;
    const header = this.#tagHeader(this.#gap);
    if (header === undefined) return undefined;
    const offset = this.#offset + this.#gap;
    return { offset, timestamp: header.timestamp, end: offset + TAG_HEADER_SIZE + header.size };
  }

  #readHeader(): void {
    const window = this.#window;
    if (window.length < FLV_HEADER_SIZE && !this.#finished) return;
    if (window.length < 3 || window.u24(0) !== SIGNATURE) {
      this.#state = 'searching';
      return;
    }
    if (window.length < FLV_HEADER_SIZE) return this.#end();
    this.#header = flvHeader(window.u8(3), window.u8(4), window.u32(5));
    const { dataOffset } = this.#header;
    this.#rest = dataOffset < FLV_HEADER_SIZE || dataOffset > this.#maxGarbage ? FLV_HEADER_SIZE : dataOffset;
    this.#state = 'tags';
    this.#skipRest();
  }

  /** What is left of the header. */
  #skipRest(): void {
    const skipped = this.#window.skip(this.#rest);
    this.#rest -= skipped;
    this.#offset += skipped;
  }

  /** The tag behind the back pointer that the window begins with. */
  #next(): FlvTag | undefined {
    if (this.#rest > 0 || this.#window.length < this.#gap + TAG_HEADER_SIZE) {
      if (this.#finished) this.#end();
      return undefined;
    }
    const header = this.#tagHeader(this.#gap);
    if (header === undefined) {
      this.#state = 'searching';
    } else if (this.#window.length >= this.#gap + TAG_HEADER_SIZE + header.size) {
      this.#advance(this.#gap);
      return this.#take(header);
    } else if (this.#finished) {
      this.#state = 'searching';
    }
    return undefined;
  }

  #search(): FlvTag | undefined {
    for (; this.#window.length >= TAG_HEADER_SIZE; this.#skipByte()) {
      if (this.#garbage > this.#maxGarbage) return this.#giveUp();
      const header = this.#tagHeader(0);
      if (header?.streamId !== 0) continue;
      const isTag = this.#isConfirmed(header.size);
      if (isTag === undefined) return undefined;
      if (isTag) return this.#take(header);
    }
    if (this.#finished) this.#giveUp();
    return undefined;
  }

  /** Whether what the window begins with is a tag of that size, judged by what follows; undefined if that is not here. */
  #isConfirmed(size: number): boolean | undefined {
    const window = this.#window;
    const end = TAG_HEADER_SIZE + size;
    const following = end + BACK_POINTER_SIZE;
    if (window.length < following) return this.#finished ? window.length === end : undefined;
    if (window.u32(end) === end) return true;
    if (window.length < following + TAG_HEADER_SIZE) return this.#finished ? window.length === following : undefined;
    return this.#tagHeader(following)?.streamId === 0;
  }

  /** The header of a tag at `at`, if it can be one. */
  #tagHeader(at: number): TagHeader | undefined {
    const window = this.#window;
    const first = window.u8(at);
    const type = first & TYPE_MASK;
    if (!isTagType(type)) return undefined;
    const size = window.u24(at + 1);
    if (size > this.#maxTagSize) return undefined;
    const timestamp = (window.u24(at + 4) | (window.u8(at + 7) << 24)) >>> 0;
    return { type, size, timestamp, streamId: window.u24(at + 8), filtered: (first & FILTER_BIT) !== 0 };
  }

  #take({ type, filtered, timestamp, streamId, size }: TagHeader): FlvTag {
    const offset = this.#offset;
    this.#advance(TAG_HEADER_SIZE);
    this.#offset += size;
    this.#state = 'tags';
    this.#gap = BACK_POINTER_SIZE;
    this.#garbage = 0;
    this.#tags++;
    return { type, filtered, timestamp, streamId, payload: this.#window.take(size), offset };
  }

  #advance(size: number): void {
    this.#offset += this.#window.skip(size);
  }

  #skipByte(): void {
    this.#advance(1);
    this.#skipped++;
    this.#garbage++;
  }

  /** No tag was found. A file that had some and ends within garbage has just ended. */
  #giveUp(): undefined {
    const found = this.#header !== undefined || this.#tags > 0 || this.#isInside;
    if (found && this.#finished) return this.#end();
    this.#end();
    const within = `within ${this.#maxGarbage} bytes`;
    this.#error = found
      ? new FlvError('lost', `no FLV tag ${within} before offset ${this.#offset}`)
      : new FlvError('not-flv', `no FLV signature, and no FLV tag ${within}`);
    throw this.#error;
  }

  /** Nothing more is read; a back pointer alone is not counted as skipped. */
  #end(): undefined {
    const { length } = this.#window;
    const isBackPointer = this.#state === 'tags' && length === this.#gap;
    this.#advance(length);
    if (!isBackPointer) this.#skipped += length;
    this.#state = 'over';
    return undefined;
  }
}
