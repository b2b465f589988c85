import { withoutKeys } from './key-text.js';

/**
 * A name given by a peer (application, instance, stream, shared object) that is safe to show in a log
 * and to use as a path below a folder. Only {@link parseSafeName} makes one.
 */
export type SafeName = string & { readonly __brand: 'SafeName' };

const MAX_NAME_LENGTH = 1024;
const MAX_SEGMENT_LENGTH = 255;

/** Control characters, and the format characters that turn text around or hide in it. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;
/** What nearly every text is made of, and of which nothing need be escaped. */
const PLAIN = /^[\u0020-\u007e]*$/;
/** Separators of other systems, and what a drive or a stream of a file is named with. */
const FOREIGN = /[\\:*?"<>|]/;
/** Percent escapes that some later decoder could turn into a separator, a dot, a control character or an escape. */
const ESCAPED = /%(?:[01][0-9a-f]|2[5ef]|5c|3a|7f)/i;
/** Device names of Windows, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Answers the name as a SafeName, or undefined if it is not one. `a/b` is a name of two segments. */
export function parseSafeName(name: string): SafeName | undefined {
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) return undefined;
  if (UNPRINTABLE.test(name) || FOREIGN.test(name) || ESCAPED.test(name)) return undefined;
  return name.split('/').every(isSafeSegment) ? (name as SafeName) : undefined;
}

function isSafeSegment(segment: string): boolean {
  if (segment.length === 0 || segment.length > MAX_SEGMENT_LENGTH) return false;
  if (segment.endsWith('.') || segment !== segment.trim() || segment.startsWith('..')) return false;
  return !DEVICE.test(segment);
}

/** Makes any text of a peer fit for one line of a log: escaped, without stream keys, and cut at `maxLength` characters. */
export function printable(text: string, maxLength = 200): string {
  if (text.length <= maxLength && PLAIN.test(text)) return withoutKeys(text);
  const keyless = withoutKeys(text);
  const cut = keyless.length > maxLength ? `${keyless.slice(0, maxLength)}…` : keyless;
  if (!UNPRINTABLE.test(cut)) return cut;
  return cut.replace(new RegExp(UNPRINTABLE, 'gu'), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
