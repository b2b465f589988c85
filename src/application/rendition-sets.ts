import type { SafeName } from './safe-name.js';
import { parseSafeName } from './safe-name.js';

/** Streams that are the same in several sizes, under a name of their own. */
export interface RenditionSet {
  /** The name under which all of them are viewed; one `*` in it stands for any characters. */
  readonly name: string;
  /** The streams, the usual one first; a `*` stands for what the one in the name does. */
  readonly streams: readonly string[];
}

/** The streams that `name` stands for, by the first set that it is of; undefined if it is of none. */
export function renditionsOf(sets: readonly RenditionSet[], name: string): readonly SafeName[] | undefined {
  for (const set of sets) {
    const [before = '', after] = set.name.split('*');
    const fits = after === undefined ? name === before : name.startsWith(before) && name.endsWith(after);
    if (!fits || name.length < before.length + (after ?? '').length) continue;
    const rest = after === undefined ? '' : name.slice(before.length, name.length - after.length);
    return set.streams.flatMap((stream) => parseSafeName(stream.split('*').join(rest)) ?? []);
  }
  return undefined;
}
