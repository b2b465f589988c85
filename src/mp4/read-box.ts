import { ByteReader } from '../bytes/byte-reader.js';
import { MediaError } from '../media/media-error.js';

/** A box inside of another one, which is in memory. */
export interface Box {
  /** Four characters, each one byte: `moov`, `©nam`. */
  readonly type: string;
  /** What follows size and type; a view. */
  readonly body: Uint8Array;
}

/** Where a box begins and how long it is (ISO/IEC 14496-12, 4.2). */
export interface BoxHeader {
  readonly type: string;
  readonly headerSize: number;
  /** Of the whole box; undefined for one that reaches to the end of the file. */
  readonly size: number | undefined;
}

/** Bytes of size and type; a size of 64 bits takes as many again. */
export const BOX_HEADER = 8;
export const LONG_BOX_HEADER = 16;

/**
 * Reads the size and type of a box.
 *
 * @param bytes from the first byte of the box on, {@link LONG_BOX_HEADER} of them unless the file ends before
 * @throws {MediaError}
 */
export function readBoxHeader(bytes: Uint8Array): BoxHeader {
  if (bytes.length < BOX_HEADER) throw new MediaError('truncated', 'a box without its header');
  const reader = new ByteReader(bytes);
  const size = reader.u32();
  const type = readType(reader);
  if (size === 0) return { type, headerSize: BOX_HEADER, size: undefined };
  if (size !== 1) return checked(type, BOX_HEADER, size);
  if (bytes.length < LONG_BOX_HEADER) throw new MediaError('truncated', `box ${type} without its size`);
  return checked(type, LONG_BOX_HEADER, readU64(reader));
}

function checked(type: string, headerSize: number, size: number): BoxHeader {
  if (size < headerSize || size > Number.MAX_SAFE_INTEGER) {
    throw new MediaError('malformed', `box ${type} of ${size} bytes`);
  }
  return { type, headerSize, size };
}

/** The four characters of a box type; what is not ASCII is Latin-1, as in `©nam`. */
export function readType(reader: ByteReader): string {
  return String.fromCharCode(...reader.view(4));
}

/** An unsigned number of 64 bits; the nearest that a double can hold. */
export function readU64(reader: ByteReader): number {
  return reader.u32() * 2 ** 32 + reader.u32();
}

/** Boxes in one other box that are looked at one by one; no file needs more. */
const MAX_BOXES = 16_384;

/**
 * The boxes that lie one after another in `bytes`. Up to seven bytes at the end that make no box are stepped over:
 * QuickTime ends a list of user data with four zeros.
 *
 * @throws {MediaError} for a box that is longer than what it is in, and for more than 16,384 of them
 */
export function* boxesIn(bytes: Uint8Array): Generator<Box, void, undefined> {
  let count = 0;
  for (let at = 0; at + BOX_HEADER <= bytes.length;) {
    if (++count > MAX_BOXES) throw new MediaError('malformed', `more than ${MAX_BOXES} boxes in one`);
    const { type, headerSize } = readBoxHeader(bytes.subarray(at, at + LONG_BOX_HEADER));
    const end = endOfBox(bytes, at);
    yield { type, body: bytes.subarray(at + headerSize, end) };
    at = end;
  }
}

/**
 * The body of the first box of that type; undefined if there is none. Costs little however many there are: those of
 * other types are only stepped over.
 *
 * @throws {MediaError} for a box before it that is longer than what it is in
 */
export function findBox(bytes: Uint8Array, type: string): Uint8Array | undefined {
  const [a, b, c, d] = [type.charCodeAt(0), type.charCodeAt(1), type.charCodeAt(2), type.charCodeAt(3)];
  for (let at = 0; at + BOX_HEADER <= bytes.length;) {
    const end = endOfBox(bytes, at);
    if (bytes[at + 4] === a && bytes[at + 5] === b && bytes[at + 6] === c && bytes[at + 7] === d) {
      const { headerSize } = readBoxHeader(bytes.subarray(at, at + LONG_BOX_HEADER));
      return bytes.subarray(at + headerSize, end);
    }
    at = end;
  }
  return undefined;
}

/** Where the box at `at` ends. */
function endOfBox(bytes: Uint8Array, at: number): number {
  const short = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  if (short >= BOX_HEADER && at + short <= bytes.length) return at + short;
  const { type, size } = readBoxHeader(bytes.subarray(at, at + LONG_BOX_HEADER));
  const end = size === undefined ? bytes.length : at + size;
  if (end <= bytes.length) return end;
  throw new MediaError('truncated', `box ${type} of ${end - at} bytes, where ${bytes.length - at} are left`);
}

/** The same for a box in a box in a box … @throws {MediaError} */
export function findBoxAt(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
  let found: Uint8Array | undefined = bytes;
  for (const type of path) found = found && findBox(found, type);
  return found;
}

/** Reads the version and the flags in front of the body of a full box. */
export function readFullBox(bytes: Uint8Array): { version: number; flags: number; reader: ByteReader } {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  return { version, flags: reader.u24(), reader };
}
