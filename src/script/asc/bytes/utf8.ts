import { ByteReader } from '../../../bytes/byte-reader.js';
import { ByteWriter } from '../../../bytes/byte-writer.js';

export function toUtf8(text: string): Uint8Array {
  const writer = new ByteWriter();
  writer.utf8(text);
  return writer.finish();
}

/** What is no UTF-8 becomes U+FFFD; a byte order mark is left out. */
export function fromUtf8(bytes: Uint8Array): string {
  const text = new ByteReader(bytes).utf8(bytes.length);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** A byte for each character, of those above U+00FF the lower one. */
export function toLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function fromLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
