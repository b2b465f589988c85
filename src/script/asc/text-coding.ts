import { utf8Length } from '../../bytes/utf8-length.js';

/**
 * A realm has no TextEncoder and no TextDecoder, and those of another realm would be a way out of it. Imported before
 * whatever needs them.
 */
class RealmTextDecoder {
  /** Bytes that are no UTF-8 become U+FFFD. */
  decode(bytes: Uint8Array): string {
    const units: number[] = [];
    let text = '';
    for (let at = 0; at < bytes.length;) {
      const [point, size] = codePoint(bytes, at);
      at += size;
      if (point >= 0x10000) units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
      else units.push(point);
      if (units.length >= 4096) text += String.fromCharCode(...units.splice(0));
    }
    return text + String.fromCharCode(...units);
  }
}

class RealmTextEncoder {
  encode(text: string): Uint8Array {
    const bytes = new Uint8Array(utf8Length(text));
    let at = 0;
    for (const character of text) {
      const given = character.codePointAt(0)!;
      const point = given >= 0xd800 && given < 0xe000 ? 0xfffd : given;
      if (point < 0x80) bytes[at++] = point;
      else {
        const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        bytes[at++] = lead[more]! | (point >> (6 * more));
        for (let left = more - 1; left >= 0; left--) bytes[at++] = 0x80 | ((point >> (6 * left)) & 0x3f);
      }
    }
    return bytes;
  }
}

/** What the first byte has, by the number of those that follow. */
const lead = [0, 0xc0, 0xe0, 0xf0];

const replacement: readonly [number, number] = [0xfffd, 1];

/** The code point that begins there, and how many bytes it takes. */
function codePoint(bytes: Uint8Array, at: number): readonly [point: number, size: number] {
  const first = bytes[at]!;
  if (first < 0x80) return [first, 1];
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return replacement;
  let point = first & (0x3f >> more);
  for (let i = 1; i <= more; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return [0xfffd, i];
    point = (point << 6) | (byte & 0x3f);
    if (i === 1 && more > 1 && !isPossible(point, more)) return replacement;
  }
  return [point, more + 1];
}

/** Whether the first two bytes of a longer sequence are neither overlong, nor a surrogate, nor beyond U+10FFFF. */
function isPossible(point: number, more: number): boolean {
  return more === 2 ? point >= 0x20 && (point < 0x360 || point >= 0x380) : point >= 0x10 && point < 0x110;
}

Object.assign(globalThis, { TextDecoder: RealmTextDecoder, TextEncoder: RealmTextEncoder });
