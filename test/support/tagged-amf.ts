import { AmfDate } from '../../src/amf/amf-date.js';
import { AmfUnsupported } from '../../src/amf/amf-unsupported.js';
import { AmfXml } from '../../src/amf/amf-xml.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../src/amf/value.js';
import { fromHex } from './hex.js';

/** A value as the vector files spell it; which members are there depends on `t`. */
export interface TaggedAmf {
  readonly t: string;
  readonly v?: unknown;
  readonly id?: number;
  readonly ms?: number | string;
  readonly tz?: number;
  readonly hex?: string;
  readonly raw?: string;
  readonly class?: string;
  readonly dynamic?: boolean;
  readonly fixed?: boolean;
  readonly weak?: boolean;
  readonly items?: readonly TaggedAmf[];
  readonly props?: TaggedPairs;
  readonly sealed?: TaggedPairs;
  readonly assoc?: TaggedPairs;
  readonly fields?: TaggedPairs;
  readonly entries?: readonly (readonly [TaggedAmf, TaggedAmf])[];
}

type TaggedPairs = readonly (readonly [string, TaggedAmf])[];

/** The values that a vector stands for: one, or as many as its `sequence` has. */
export function taggedValues(tagged: TaggedAmf): AmfValue[] {
  const builder = new Builder(new Map());
  return (tagged.t === 'sequence' ? tagged.items! : [tagged]).map((item) => builder.build(item));
}

class Builder {
  #inner: Builder | undefined;

  /** `seen` are the values that a later `ref` may name. */
  constructor(readonly seen: Map<number, AmfValue>) {}

  build(tagged: TaggedAmf): AmfValue {
    switch (tagged.t) {
      case 'number':
      case 'double':
      case 'int':
        return Number(tagged.v);
      case 'bool':
      case 'string':
        return tagged.v as boolean | string;
      case 'null':
        return null;
      case 'undefined':
        return undefined;
      case 'unsupported':
        return AmfUnsupported.instance;
      case 'amf3':
        this.#inner ??= new Builder(new Map());
        return this.#inner.build(tagged.v as TaggedAmf);
      case 'ref':
        return this.seen.get(tagged.id!);
      default:
        return this.#object(tagged);
    }
  }

  #keep<T extends AmfValue>(tagged: TaggedAmf, value: T): T {
    if (tagged.id !== undefined) this.seen.set(tagged.id, value);
    return value;
  }

  #object(tagged: TaggedAmf): AmfValue {
    switch (tagged.t) {
      case 'date':
        return this.#keep(tagged, new AmfDate(Number(tagged.ms), tagged.tz));
      case 'xml':
        return this.#keep(tagged, new AmfXml(tagged.v as string, 'xml'));
      case 'xmldoc':
        return this.#keep(tagged, new AmfXml(tagged.v as string));
      case 'bytearray':
        return this.#keep(tagged, fromHex(tagged.hex!));
      case 'object':
        return this.#properties(tagged);
      case 'ecma-array': {
        const array = this.#keep(tagged, new AmfArray());
        for (const [name, value] of tagged.props!) array.set(name, this.build(value));
        return array;
      }
      case 'array':
        return this.#array(tagged);
      case 'dictionary': {
        const dictionary = this.#keep(tagged, new AmfDictionary([], tagged.weak));
        for (const [key, value] of tagged.entries!) dictionary.entries.push([this.build(key), this.build(value)]);
        return dictionary;
      }
      case 'externalizable':
        return this.#externalizable(tagged);
      default:
        return this.#vector(tagged);
    }
  }

  #properties(tagged: TaggedAmf): AmfObject {
    const traits = tagged.sealed && { sealed: tagged.sealed.map(([name]) => name), dynamic: tagged.dynamic! };
    const object = this.#keep(tagged, new AmfObject(tagged.class, undefined, traits));
    for (const [name, value] of [...(tagged.sealed ?? []), ...tagged.props!]) object.set(name, this.build(value));
    return object;
  }

  #array(tagged: TaggedAmf): AmfValue {
    if ((tagged.assoc ?? []).length === 0) {
      const items = this.#keep<AmfValue[]>(tagged, []);
      for (const item of tagged.items!) items.push(this.build(item));
      return items;
    }
    const array = this.#keep(tagged, new AmfArray());
    for (const [name, value] of tagged.assoc!) array.associative.set(name, this.build(value));
    for (const item of tagged.items!) array.dense.push(this.build(item));
    return array;
  }

  #externalizable(tagged: TaggedAmf): AmfExternalizable {
    const value = this.#keep(tagged, new AmfExternalizable(tagged.class!));
    if (tagged.raw !== undefined) value.body = fromHex(tagged.raw);
    if (tagged.v !== undefined) value.body = this.build(tagged.v as TaggedAmf);
    for (const [name, field] of tagged.fields ?? []) value.fields.set(name, this.build(field));
    return value;
  }

  #vector(tagged: TaggedAmf): AmfVector {
    const kind = (['int', 'uint', 'double', 'object'] as const).find((name) => tagged.t === `vector-${name}`);
    if (kind === undefined) throw new Error(`no such tag: ${tagged.t}`);
    const vector = this.#keep(tagged, new AmfVector(kind, [], tagged.fixed, tagged.class));
    for (const item of tagged.items!) vector.items.push(kind === 'object' ? this.build(item) : Number(item.v ?? item));
    return vector;
  }
}
