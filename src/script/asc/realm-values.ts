import { AmfDate } from '../../amf/amf-date.js';
import { AmfXml } from '../../amf/amf-xml.js';
import type { AmfContainer, AmfValue } from '../../amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../amf/value.js';
import type { Packed } from '../protocol/bytes.js';
import { pack, unpack } from '../protocol/pack.js';
import { setOwn } from './set-own.js';

/** A class of the library whose objects are one AMF value. */
export interface ValueClass<Content> {
  make(content: Content): object;
  /** Undefined if it is no object of the class. */
  contentOf(value: object): Content | undefined;
}

export type Constructor = new () => object;

/** Values of the script's realm, and how they cross its border: everything is copied, nothing is shared. */
export class RealmValues {
  xml: ValueClass<string> | undefined;
  byteArray: ValueClass<Uint8Array> | undefined;
  readonly #registered = new Map<string, Constructor>();
  readonly #neverSent = new WeakSet();

  /** Objects of that class arrive as objects of `constructor`, made without arguments; null: as plain ones again. */
  registerClass(name: string, constructor: Constructor | null): void {
    if (constructor === null) this.#registered.delete(name);
    else this.#registered.set(name, constructor);
  }

  /** What inherits from it stays here: it is left out of what is sent. */
  neverSent(prototype: object): void {
    this.#neverSent.add(prototype);
  }

  /** Throws AmfError if it is too large, and what getters of the script throw. */
  pack(...values: readonly unknown[]): Packed {
    const seen = new Map<object, AmfValue>();
    return pack(...values.map((value) => this.#toAmf(value, seen)));
  }

  /** A deep copy of a value of the realm. Throws what getters of the script throw. */
  toAmf(value: unknown): AmfValue {
    return this.#toAmf(value, new Map());
  }

  /** A deep copy of a value, of the realm. Throws what constructors of registered classes throw. */
  toRealm(value: AmfValue): unknown {
    return this.#toRealm(value, new Map());
  }

  /** Throws AmfError, and what constructors of registered classes throw. */
  unpack(packed: Packed): unknown[] {
    const seen = new Map<object, object>();
    return unpack(packed).map((value) => this.#toRealm(value, seen));
  }

  #toAmf(value: unknown, seen: Map<object, AmfValue>): AmfValue {
    switch (typeof value) {
      case 'undefined':
      case 'boolean':
      case 'number':
      case 'string':
        return value;
      case 'object':
        return value === null ? null : (seen.get(value) ?? this.#objectToAmf(value, seen));
      default:
        return undefined;
    }
  }

  #objectToAmf(value: object, seen: Map<object, AmfValue>): AmfValue {
    if (this.#isNeverSent(value)) return undefined;
    if (value instanceof String || value instanceof Number || value instanceof Boolean) return value.valueOf();
    const leaf = this.#leaf(value);
    if (leaf !== undefined) {
      seen.set(value, leaf);
      return leaf;
    }
    return Array.isArray(value) ? this.#arrayToAmf(value, seen) : this.#membersToAmf(value, seen);
  }

  #leaf(value: object): AmfValue {
    if (value instanceof Date) return new AmfDate(value.getTime());
    const text = this.xml?.contentOf(value);
    if (text !== undefined) return new AmfXml(text);
    return this.byteArray?.contentOf(value) ?? (value instanceof Uint8Array ? value : undefined);
  }

  #membersToAmf(value: object, seen: Map<object, AmfValue>): AmfObject {
    const object = new AmfObject(this.#classNameOf(value));
    seen.set(value, object);
    this.#addMembers(Object.keys(value), value, object, seen);
    return object;
  }

  /** An array with gaps that are not worth spelling out, or with named members, becomes one with names (ECMA array). */
  #arrayToAmf(value: readonly unknown[], seen: Map<object, AmfValue>): AmfValue {
    const names = Object.keys(value);
    const whole = value.length <= 2 * names.length + 64 ? value.length : prefixLength(value);
    const others = names.filter((name) => !(Number(name) < whole));
    const dense: AmfValue[] = [];
    const array = others.length === 0 ? dense : new AmfArray(dense);
    seen.set(value, array);
    for (let i = 0; i < whole; i++) dense.push(this.#toAmf(value[i], seen));
    if (array instanceof AmfArray) this.#addMembers(others, value, array, seen);
    return array;
  }

  #addMembers(names: readonly string[], from: object, to: AmfObject | AmfArray, seen: Map<object, AmfValue>): void {
    const members = to instanceof AmfObject ? to.properties : to.associative;
    for (const name of names) {
      const member: unknown = Reflect.get(from, name);
      if (typeof member === 'function' || (typeof member === 'object' && member !== null && this.#isNeverSent(member)))
        continue;
      members.set(name, this.#toAmf(member, seen));
    }
  }

  #isNeverSent(value: object): boolean {
    for (let at = Reflect.getPrototypeOf(value); at !== null; at = Reflect.getPrototypeOf(at)) {
      if (at === Object.prototype) return false;
      if (this.#neverSent.has(at)) return true;
    }
    return false;
  }

  #classNameOf(value: object): string {
    const prototype: unknown = Reflect.getPrototypeOf(value);
    if (prototype === Object.prototype) return '';
    for (const [name, constructor] of this.#registered) if (constructor.prototype === prototype) return name;
    return '';
  }

  #toRealm(value: AmfValue, seen: Map<object, object>): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if ('unsupported' in value) return undefined;
    const known = seen.get(value);
    if (known !== undefined) return known;
    if (ArrayBuffer.isView(value)) return this.#keep(value, this.byteArray?.make(value) ?? value, seen);
    if (value instanceof AmfDate) return this.#keep(value, new Date(value.milliseconds), seen);
    if (value instanceof AmfXml) {
      return this.xml === undefined ? value.text : this.#keep(value, this.xml.make(value.text), seen);
    }
    return this.#containerToRealm(value, seen);
  }

  #containerToRealm(value: AmfContainer, seen: Map<object, object>): unknown {
    if (value instanceof AmfExternalizable && value.body !== undefined) {
      return this.#toRealm(value.body, seen);
    }
    if (value instanceof AmfObject || value instanceof AmfExternalizable) {
      const Class = this.#registered.get(value.className);
      const object = this.#keep(value, Class === undefined ? {} : new Class(), seen);
      return this.#assign(object, value instanceof AmfObject ? value.properties : value.fields, seen);
    }
    if (value instanceof AmfDictionary) {
      const object = this.#keep(value, {}, seen);
      for (const [key, member] of value.entries) {
        if (typeof key !== 'object') setOwn(object, String(key), this.#toRealm(member, seen));
      }
      return object;
    }
    const array: unknown[] = this.#keep(value, [], seen);
    const items = value instanceof AmfArray ? value.dense : value instanceof AmfVector ? value.items : value;
    for (const item of items) array.push(this.#toRealm(item, seen));
    return value instanceof AmfArray ? this.#assign(array, value.associative, seen) : array;
  }

  #keep<T extends object>(value: AmfValue & object, object: T, seen: Map<object, object>): T {
    seen.set(value, object);
    return object;
  }

  #assign(object: object, members: ReadonlyMap<string, AmfValue>, seen: Map<object, object>): object {
    for (const [name, member] of members) {
      if (name !== 'length' || !Array.isArray(object)) setOwn(object, name, this.#toRealm(member, seen));
    }
    return object;
  }
}

function prefixLength(array: readonly unknown[]): number {
  let length = 0;
  while (Object.hasOwn(array, length)) length++;
  return length;
}
