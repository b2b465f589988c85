import { AmfDate } from '../../src/amf/amf-date.js';
import { AmfXml } from '../../src/amf/amf-xml.js';
import { describeAmf } from '../../src/amf/describe-amf.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../src/amf/value.js';

/**
 * - `exact`: the same graph: the same sharing, the same traits, the same kind of array
 * - `content`: the same when walked; sharing, traits, the order of properties and the kind of array may differ
 */
export type AmfComparison = 'exact' | 'content';

/** Where two values differ first, as a path with both sides, or undefined if they are the same. Safe with cycles. */
export function amfDifference(a: AmfValue, b: AmfValue, comparison: AmfComparison = 'exact'): string | undefined {
  return new Comparer(comparison).compare(a, b, '$');
}

class Comparer {
  readonly #pairs = new Map<object, Set<object>>();
  readonly #reverse = new Map<object, object>();

  constructor(readonly comparison: AmfComparison) {}

  compare(a: AmfValue, b: AmfValue, path: string): string | undefined {
    if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
      return Object.is(a, b) ? undefined : `${path}: ${describeAmf(a)} and ${describeAmf(b)}`;
    }
    const partners = this.#pairs.get(a);
    if (partners?.has(b) === true) return undefined;
    if (this.comparison === 'exact' && (partners !== undefined || this.#reverse.has(b)))
      return `${path}: shared otherwise`;
    this.#pairs.set(a, (partners ?? new Set()).add(b));
    this.#reverse.set(b, a);
    return this.#members(a, b, path);
  }

  #members(a: AmfValue & object, b: AmfValue & object, path: string): string | undefined {
    const members = [membersOf(a, this.comparison), membersOf(b, this.comparison)] as const;
    if (members[0].head !== members[1].head) return `${path}: ${members[0].head} and ${members[1].head}`;
    for (let i = 0; i < members[0].items.length; i++) {
      const [name, value] = members[0].items[i]!;
      const [otherName, other] = members[1].items[i]!;
      const difference =
        this.compare(name, otherName, `${path}(${i})`) ??
        this.compare(value, other, `${path}.${describeAmf(name, 40)}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
}

interface Members {
  /** Everything but the members, and their number. */
  readonly head: string;
  readonly items: readonly (readonly [AmfValue, AmfValue])[];
}

function members(items: Iterable<readonly [AmfValue, AmfValue]>, ...head: unknown[]): Members {
  const list = [...items];
  return { head: JSON.stringify([list.length, ...head]), items: list };
}

function membersOf(value: AmfValue & object, comparison: AmfComparison): Members {
  const exact = comparison === 'exact';
  const named = (entries: Iterable<readonly [string, AmfValue]>): (readonly [string, AmfValue])[] =>
    exact ? [...entries] : [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

  if (value instanceof Uint8Array) return members([], 'ByteArray', Buffer.from(value).toString('hex'));
  if (value instanceof AmfDate) return members([['ms', value.milliseconds]], 'AmfDate', exact ? value.timeZone : 0);
  if (value instanceof AmfXml) return members([], 'AmfXml', value.kind, value.text);
  if (value instanceof AmfObject) {
    return members(named(value.properties), 'AmfObject', value.className, exact ? value.traits : '');
  }
  if (Array.isArray(value)) {
    const items = [...value].map((item, i) => [String(i), item] as const);
    return exact ? members(items, 'array') : members(named(items), 'array');
  }
  if (value instanceof AmfArray) {
    return exact ? members(value.entries(), 'AmfArray', value.dense.length) : members(named(value.entries()), 'array');
  }
  if (value instanceof AmfVector) {
    const items = value.items.map((item, i) => [i, item] as const);
    return members(items, 'AmfVector', value.kind, value.fixed, value.className);
  }
  if (value instanceof AmfDictionary) return members(value.entries, 'AmfDictionary', value.weak);
  if (value instanceof AmfExternalizable) {
    return members([['body', value.body], ...value.fields], 'AmfExternalizable', value.className);
  }
  return members([], value.constructor.name);
}
