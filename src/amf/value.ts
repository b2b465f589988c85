import type { AmfDate } from './amf-date.js';
import type { AmfUnsupported } from './amf-unsupported.js';
import type { AmfXml } from './amf-xml.js';

/**
 * Everything AMF0 and AMF3 can say. A plain array is an AMF0 strict array or an AMF3 array without named members, a
 * Uint8Array an AMF3 ByteArray. References are object identity, so values can be shared and cyclic: walk them with care.
 */
export type AmfValue = undefined | null | boolean | number | string | AmfUnsupported | AmfLeaf | AmfContainer;

/** Values without members that AMF3 can refer to. */
export type AmfLeaf = AmfDate | AmfXml | Uint8Array;

/** Values with members. */
export type AmfContainer = AmfValue[] | AmfObject | AmfArray | AmfVector | AmfDictionary | AmfExternalizable;

/** How AMF3 splits the members of an object: declared by the class, in this order, and added freely. */
export interface AmfTraits {
  readonly sealed: readonly string[];
  readonly dynamic: boolean;
}

const dynamicTraits: AmfTraits = Object.freeze({ sealed: Object.freeze([]), dynamic: true });

/**
 * An object with ordered properties. Its class name is a label from the wire, '' for an anonymous object; nothing is
 * ever constructed because of it.
 */
export class AmfObject {
  readonly properties: Map<string, AmfValue>;

  constructor(
    readonly className = '',
    properties?: Iterable<readonly [string, AmfValue]>,
    readonly traits: AmfTraits = dynamicTraits,
  ) {
    this.properties = new Map(properties);
  }

  /** An object with the own properties of `record`, which JavaScript lists with integer-like names first. */
  static of(record: Readonly<Record<string, AmfValue>>, className = ''): AmfObject {
    return new AmfObject(className, Object.entries(record));
  }

  get(name: string): AmfValue {
    return this.properties.get(name);
  }

  set(name: string, value: AmfValue): this {
    this.properties.set(name, value);
    return this;
  }
}

/**
 * An array with named members: an AMF0 ECMA array, or an AMF3 array with an associative part. ActionScript knows one
 * set of names, so an index below `dense.length` hides the associative member of that name.
 */
export class AmfArray {
  readonly associative: Map<string, AmfValue>;

  constructor(
    readonly dense: AmfValue[] = [],
    associative?: Iterable<readonly [string, AmfValue]>,
  ) {
    this.associative = new Map(associative);
  }

  get(name: string): AmfValue {
    const index = arrayIndex(name);
    return index < this.dense.length ? this.dense[index] : this.associative.get(name);
  }

  /** Writes a member; the names "0", "1", … become dense as long as no other name came before them. */
  set(name: string, value: AmfValue): this {
    const index = arrayIndex(name);
    if (index < this.dense.length) this.dense[index] = value;
    else if (index === this.dense.length && this.associative.size === 0) this.dense.push(value);
    else this.associative.set(name, value);
    return this;
  }

  /** ActionScript's length: one more than the highest index, dense or not. */
  get length(): number {
    let length = this.dense.length;
    for (const name of this.associative.keys()) {
      const index = arrayIndex(name);
      if (index >= length) length = index + 1;
    }
    return length;
  }

  /** All members that are not hidden, dense first. */
  *entries(): Generator<[string, AmfValue], void> {
    for (let i = 0; i < this.dense.length; i++) yield [String(i), this.dense[i]];
    for (const entry of this.associative) if (!(arrayIndex(entry[0]) < this.dense.length)) yield entry;
  }
}

/** The array index that a name spells, or NaN. */
function arrayIndex(name: string): number {
  const first = name.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39) || !/^(?:0|[1-9]\d{0,9})$/.test(name)) return NaN;
  const index = Number(name);
  return index < 0xffffffff ? index : NaN;
}

export type AmfVectorKind = 'int' | 'uint' | 'double' | 'object';

/** Vector.<int>, Vector.<uint>, Vector.<Number> (all with number items only) or Vector.<Object>, AMF3 only. */
export class AmfVector {
  constructor(
    readonly kind: AmfVectorKind,
    readonly items: AmfValue[] = [],
    /** Whether its length is fixed in ActionScript. */
    readonly fixed = false,
    /** Class of the items of an object vector; '' for any. */
    readonly className = '',
  ) {}
}

/** flash.utils.Dictionary: keys of any type, compared by identity; AMF3 only. */
export class AmfDictionary {
  constructor(
    readonly entries: [key: AmfValue, value: AmfValue][] = [],
    readonly weak = false,
  ) {}
}

/**
 * An object whose class wrote its own body (IExternalizable), AMF3 only. What the body means is known to the
 * ExternalizableCodec of the class name: either one `body` or named `fields`.
 */
export class AmfExternalizable {
  readonly fields: Map<string, AmfValue>;

  constructor(
    readonly className: string,
    public body: AmfValue = undefined,
    fields?: Iterable<readonly [string, AmfValue]>,
  ) {
    this.fields = new Map(fields);
  }
}
