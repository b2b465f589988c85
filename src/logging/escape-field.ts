import { withoutKeys } from '../application/key-text.js';

/** What RFC 1738 calls unsafe, and what would end a line or a field, turn it around or hide in it. */
const UNSAFE =
  /[\u0000-\u0020\u007f-\u009f<>"#%{}|^~[\]`\\\u061c\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** What nearly every field is made of. */
const SAFE = /^[!$&'()*+,\-./0-9:;=?@A-Z_a-z]*$/;

/** A field of a log is not longer than this, in characters, before it is escaped. */
const MAX_LENGTH = 2000;

/**
 * A text of anybody as a field of a W3C log: no more than one word of one line, whatever is in it, and without stream
 * keys. Empty is `-`.
 */
export function escapeField(text: string): string {
  if (text === '') return '-';
  if (text.length <= MAX_LENGTH && SAFE.test(text)) return text === '-' ? '%2D' : withoutKeys(text);
  const escaped = shortened(withoutKeys(text)).replace(UNSAFE, percentEncoded);
  return escaped === '-' ? '%2D' : escaped;
}

/** A text that is as long as a field may be, without an end that is missing in silence. */
export function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

const encoder = new TextEncoder();

function percentEncoded(character: string): string {
  if (character === ' ') return '%20';
  // What is half a character becomes U+FFFD.
  const bytes = encoder.encode(character);
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
