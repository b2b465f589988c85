import { AmfDate } from '../../amf/amf-date.js';
import { AmfXml } from '../../amf/amf-xml.js';
import type { AmfContainer, AmfValue } from '../../amf/value.js';
import { AmfDictionary, AmfObject, AmfVector } from '../../amf/value.js';
import { classNameOf } from './class-name.js';
import { XmlText } from './xml-text.js';

type Seen = Map<object, AmfContainer>;

/**
 * What goes to a client: {@link fromAmf} the other way round. An object gives its own enumerable properties, a Set an
 * array, a boxed view its bytes; functions and symbols are left out. Throws a TypeError for what no client could read:
 * a BigInt, a promise that somebody forgot to await, a WeakMap.
 */
export function toAmf(value: unknown): AmfValue {
  return typeof value === 'object' && value !== null ? container(value, new Map()) : leaf(value);
}

function any(value: unknown, seen: Seen): AmfValue {
  return typeof value === 'object' && value !== null ? (seen.get(value) ?? container(value, seen)) : leaf(value);
}

function leaf(value: unknown): AmfValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      throw new TypeError(`A BigInt (${value}n) cannot be sent: make it a number or a string.`);
    default:
      return value === null ? null : undefined;
  }
}

function container(value: object, seen: Seen): AmfValue {
  if (Array.isArray(value)) return list(value, value, seen);
  if (value instanceof Date) return new AmfDate(value.getTime());
  if (value instanceof XmlText) return new AmfXml(value.text, value.kind);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return binary(value);
  if (value instanceof Map) return map(value, seen);
  if (value instanceof Set) return list(value, value, seen);
  if (value instanceof Promise) throw new TypeError('A promise cannot be sent: await it first.');
  if (value instanceof WeakMap || value instanceof WeakSet) throw new TypeError('A weak collection cannot be sent.');
  return record(value, seen);
}

function list(of: object, items: Iterable<unknown>, seen: Seen): AmfValue[] {
  const made: AmfValue[] = [];
  seen.set(of, made);
  for (const item of items) made.push(any(item, seen));
  return made;
}

function record(of: object, seen: Seen): AmfObject {
  const made = new AmfObject(classNameOf(of) ?? '');
  seen.set(of, made);
  for (const [name, member] of Object.entries(of)) {
    if (typeof member !== 'function' && typeof member !== 'symbol') made.properties.set(name, any(member, seen));
  }
  return made;
}

function map(of: ReadonlyMap<unknown, unknown>, seen: Seen): AmfDictionary {
  const made = new AmfDictionary();
  seen.set(of, made);
  for (const [key, value] of of) made.entries.push([any(key, seen), any(value, seen)]);
  return made;
}

function binary(value: ArrayBufferView | ArrayBuffer): AmfValue {
  if (value instanceof Int32Array) return new AmfVector('int', [...value]);
  if (value instanceof Uint32Array) return new AmfVector('uint', [...value]);
  if (value instanceof Float64Array) return new AmfVector('double', [...value]);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
