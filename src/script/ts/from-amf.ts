import { AmfDate } from '../../amf/amf-date.js';
import { AmfUnsupported } from '../../amf/amf-unsupported.js';
import { AmfXml } from '../../amf/amf-xml.js';
import type { AmfContainer, AmfValue } from '../../amf/value.js';
import { AmfArray, AmfDictionary, AmfObject, AmfVector } from '../../amf/value.js';
import { withClassName } from './class-name.js';
import { XmlText } from './xml-text.js';

type Seen = Map<AmfContainer, object>;

/**
 * A value of a client as JavaScript has it: Object, Array, Date, Uint8Array, Map for a Dictionary, typed arrays for
 * vectors of numbers. An array with named members becomes an object; an object of a class keeps the class name, see
 * `classNameOf`. Shared and cyclic references stay what they are. Bytes are a copy.
 */
export function fromAmf(value: AmfValue): unknown {
  return isContainer(value) ? container(value, new Map()) : leaf(value);
}

function any(value: AmfValue, seen: Seen): unknown {
  return isContainer(value) ? (seen.get(value) ?? container(value, seen)) : leaf(value);
}

function isContainer(value: AmfValue): value is AmfContainer {
  if (typeof value !== 'object' || value === null) return false;
  return !(
    value instanceof Uint8Array ||
    value instanceof AmfDate ||
    value instanceof AmfXml ||
    value instanceof AmfUnsupported
  );
}

function leaf(value: Exclude<AmfValue, AmfContainer>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof AmfDate) return new Date(value.milliseconds);
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof AmfXml) return new XmlText(value.text, value.kind);
  return undefined;
}

function container(value: AmfContainer, seen: Seen): unknown {
  if (Array.isArray(value)) return list(value, value, seen);
  if (value instanceof AmfObject) return record(value, value.properties, seen, value.className);
  if (value instanceof AmfArray) {
    return value.associative.size === 0 ? list(value, value.dense, seen) : record(value, value.entries(), seen);
  }
  if (value instanceof AmfVector) return vector(value, seen);
  if (value instanceof AmfDictionary) return map(value, seen);
  if (value.fields.size > 0) return record(value, value.fields, seen, value.className);
  return any(value.body, seen);
}

function list(of: AmfContainer, items: readonly AmfValue[], seen: Seen): unknown[] {
  const made: unknown[] = [];
  seen.set(of, made);
  for (const item of items) made.push(any(item, seen));
  return made;
}

function record(of: AmfContainer, members: Iterable<[string, AmfValue]>, seen: Seen, className = ''): object {
  const made: Record<string, unknown> = {};
  if (className !== '') withClassName(className, made);
  seen.set(of, made);
  for (const [name, member] of members) {
    const value = any(member, seen);
    if (name === '__proto__') Object.defineProperty(made, name, { value, enumerable: true, configurable: true });
    else made[name] = value;
  }
  return made;
}

function map(of: AmfDictionary, seen: Seen): Map<unknown, unknown> {
  const made = new Map<unknown, unknown>();
  seen.set(of, made);
  for (const [key, value] of of.entries) made.set(any(key, seen), any(value, seen));
  return made;
}

function vector(of: AmfVector, seen: Seen): unknown {
  const { kind, items } = of;
  if (kind === 'object') return list(of, items, seen);
  const numbers = items as number[];
  if (kind === 'int') return Int32Array.from(numbers);
  return kind === 'uint' ? Uint32Array.from(numbers) : Float64Array.from(numbers);
}
