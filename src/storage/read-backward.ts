import type { FileHandle } from 'node:fs/promises';

/** Bytes that are read at a time. */
const BLOCK = 64 * 1024;
/** Bytes of a line; one that is longer is given in parts. */
const MAX_LINE = 256 * 1024;
const NEWLINE = 0x0a;

export interface PlacedLine {
  readonly text: string;
  /** Bytes of the file before it. */
  readonly offset: number;
}

export interface BackwardPart {
  /** The last first. */
  readonly lines: readonly PlacedLine[];
  /** Bytes that were read for it. */
  readonly read: number;
}

/**
 * Reads a text file from its end to its beginning, block by block, so that the newest of a log costs what is looked at and no more.
 *
 * @param end where to begin, in bytes: lines before it are given
 */
export async function* readBackward(file: FileHandle, end: number): AsyncGenerator<BackwardPart, void> {
  let at = end;
  let rest = Buffer.alloc(0);
  while (at > 0) {
    const length = Math.min(BLOCK, at);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at - length);
    // It was cut off meanwhile.
    if (bytesRead < length) return;
    at -= length;
    const bytes = Buffer.concat([buffer, rest]);
    const begun = at === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
    const isBroken = begun === 0 && at > 0;
    if (isBroken && bytes.length < MAX_LINE) {
      rest = bytes;
      yield { lines: [], read: length };
      continue;
    }
    rest = bytes.subarray(0, begun);
    yield { lines: linesOf(bytes, begun, at), read: length };
  }
}

/** The lines of `bytes` from `begun` on, the last first; `bytes` begin at `at` of the file. */
function linesOf(bytes: Buffer, begun: number, at: number): PlacedLine[] {
  const lines: PlacedLine[] = [];
  let to = bytes.length;
  while (to > begun) {
    const end = bytes[to - 1] === NEWLINE ? to - 1 : to;
    const start = end === begun ? begun : Math.max(begun, bytes.lastIndexOf(NEWLINE, end - 1) + 1);
    if (end > start) lines.push({ text: bytes.toString('utf8', start, end), offset: at + start });
    to = start;
  }
  return lines;
}
