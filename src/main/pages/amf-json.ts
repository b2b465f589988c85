import { AmfDate } from '../../amf/amf-date.js';
import { AmfUnsupported } from '../../amf/amf-unsupported.js';
import { AmfXml } from '../../amf/amf-xml.js';
import type { AmfValue } from '../../amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../amf/value.js';
import type { PropertyValue } from '../../admin/api/schema/shared-objects.js';
import { ControlError } from '../../admin/server-control.js';

/** Depth and number of values; what is beyond is not shown, and not taken. */
const MAX_DEPTH = 32;
const MAX_VALUES = 10_000;

/** The names that stand for what JSON has no word for: an object with one of them, and nothing else. */
const WORDS: ReadonlySet<string> = new Set(['$date', '$undefined', '$number', '$bytes', '$xml', '$typed', '$other']);

/** A value as JSON; docs/api.md says how what JSON has no word for is written. */
export function amfToJson(value: AmfValue): PropertyValue {
  return new Writer().write(value, 0);
}

/**
 * What {@link amfToJson} wrote, as a value again.
 *
 * @throws ControlError if it cannot be one
 */
export function jsonToAmf(json: PropertyValue, depth = 0): AmfValue {
  if (depth > MAX_DEPTH) throw new ControlError('invalid', `The value is deeper than ${MAX_DEPTH}.`);
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map((item) => jsonToAmf(item, depth + 1));
  const [[word, content] = [], ...others] = Object.entries(json);
  if (word !== undefined && content !== undefined && others.length === 0 && WORDS.has(word))
    return fromWord(word, content, depth);
  return new AmfObject('', members(json, depth));
}

class Writer {
  readonly #above = new Set<object>();
  #count = 0;

  write(value: AmfValue, depth: number): PropertyValue {
    if (value === undefined) return { $undefined: true };
    if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
    if (value === null || typeof value !== 'object') return value;
    if (++this.#count > MAX_VALUES || depth > MAX_DEPTH) return { $other: 'there is more, which is not shown' };
    if (this.#above.has(value)) return { $other: 'a value that contains itself' };
    this.#above.add(value);
    const json = this.#object(value, depth + 1);
    this.#above.delete(value);
    return json;
  }

  #object(value: AmfValue & object, depth: number): PropertyValue {
    if (Array.isArray(value)) return value.map((item) => this.write(item, depth));
    if (value instanceof AmfDate) return { $date: Number.isFinite(value.milliseconds) ? value.milliseconds : null };
    if (value instanceof AmfXml) return { $xml: value.text };
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
    if (value instanceof AmfArray) return this.#members(value.entries(), depth);
    if (value instanceof AmfVector) return value.items.map((item) => this.write(item, depth));
    if (value instanceof AmfObject) {
      const json = this.#members(value.properties, depth);
      const isWord = value.properties.size === 1 && [...value.properties.keys()].some((name) => WORDS.has(name));
      return value.className === '' && !isWord ? json : { $typed: { class: value.className, value: json } };
    }
    if (value instanceof AmfUnsupported) return { $other: 'a value that nobody can use' };
    if (value instanceof AmfDictionary) return { $other: `a dictionary of ${value.entries.length}` };
    return { $other: value instanceof AmfExternalizable ? value.className : 'unknown' };
  }

  #members(entries: Iterable<readonly [string, AmfValue]>, depth: number): Record<string, PropertyValue> {
    return Object.fromEntries([...entries].map(([name, value]) => [name, this.write(value, depth)]));
  }
}

function fromWord(word: string, content: PropertyValue, depth: number): AmfValue {
  switch (word) {
    case '$undefined':
      return undefined;
    case '$date':
      return new AmfDate(content === null ? NaN : Number(content));
    case '$number':
      return Number(content);
    case '$xml':
      if (typeof content === 'string') return new AmfXml(content);
      break;
    case '$bytes':
      if (typeof content === 'string') return new Uint8Array(Buffer.from(content, 'base64'));
      break;
    case '$typed':
      if (content !== null && typeof content === 'object' && !Array.isArray(content)) {
        const { class: name, value } = content;
        if (typeof name === 'string' && value !== null && typeof value === 'object' && !Array.isArray(value))
          return new AmfObject(name, members(value, depth));
      }
      break;
    default:
  }
  throw new ControlError('invalid', `${word} cannot be written so; docs/api.md says how values are written.`);
}

function members(json: Record<string, PropertyValue>, depth: number): [string, AmfValue][] {
  return Object.entries(json).map(([name, value]) => [name, jsonToAmf(value, depth + 1)]);
}
