import { withoutKeys } from '../application/key-text.js';

/** What JSON leaves as it is, and a terminal or a reader does not. */
const HIDDEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Fields as one line of JSON, without stream keys; what is undefined is absent. */
export function jsonLine(fields: readonly (readonly [name: string, value: unknown])[]): string {
  const text = withoutKeys(JSON.stringify(Object.fromEntries(fields)));
  return text.replace(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
