import { AmfDate } from './amf-date.js';
import { AmfUnsupported } from './amf-unsupported.js';
import { AmfXml } from './amf-xml.js';
import type { AmfContainer, AmfValue } from './value.js';
import { AmfArray, AmfDictionary, AmfObject, AmfVector } from './value.js';

const maxDepth = 8;

/** Control, format, surrogate and separator characters: whatever could break or disguise a line. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}"\\]/gu;

function escapeCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** Collects text up to a limit. `write` answers false when it is full, and then everything stops. */
class LineWriter {
  text = '';
  full = false;

  constructor(readonly limit: number) {}

  write(text: string): boolean {
    if (this.full) return false;
    if (this.text.length + text.length > this.limit) {
      this.text += text.slice(0, this.limit - this.text.length).replace(/[\ud800-\udbff]$/, '') + '…';
      this.full = true;
    } else {
      this.text += text;
    }
    return !this.full;
  }

  quote(text: string): boolean {
    const shown = text.slice(0, this.limit - this.text.length + 1);
    return this.write(`"${shown.replace(unprintable, escapeCharacter)}"`);
  }
}

class Describer {
  readonly #line: LineWriter;
  readonly #open = new Set<object>();

  constructor(limit: number) {
    this.#line = new LineWriter(limit);
  }

  describe(value: AmfValue): string {
    this.#value(value);
    return this.#line.text;
  }

  #value(value: AmfValue): void {
    if (this.#line.full) return;
    if (typeof value === 'string') this.#line.quote(value);
    else if (typeof value === 'number') this.#line.write(Object.is(value, -0) ? '-0' : String(value));
    else if (value === null || typeof value !== 'object') this.#line.write(String(value));
    else if (value instanceof Uint8Array) this.#line.write(`ByteArray(${value.length})`);
    else if (value instanceof AmfDate) this.#line.write(`Date(${value.milliseconds})`);
    else if (value instanceof AmfUnsupported) this.#line.write('unsupported');
    else if (value instanceof AmfXml) {
      this.#line.write('XML ');
      this.#line.quote(value.text);
    } else this.#container(value);
  }

  #container(value: AmfContainer): void {
    if (this.#open.has(value)) {
      this.#line.write('<cycle>');
    } else if (this.#open.size === maxDepth) {
      this.#line.write('<deep>');
    } else {
      this.#open.add(value);
      this.#contents(value);
      this.#open.delete(value);
    }
  }

  #contents(value: AmfContainer): void {
    if (Array.isArray(value)) {
      this.#list(value);
    } else if (value instanceof AmfVector) {
      this.#line.write(`Vector.${value.kind} `);
      this.#list(value.items);
    } else if (value instanceof AmfArray) {
      this.#line.write('Array ');
      this.#pairs(value.entries());
    } else if (value instanceof AmfDictionary) {
      this.#line.write('Dictionary ');
      this.#pairs(value.entries);
    } else if (value instanceof AmfObject) {
      if (value.className !== '') this.#name(value.className);
      this.#pairs(value.properties);
    } else {
      this.#name(value.className);
      if (value.fields.size > 0) this.#pairs(value.fields);
      else this.#value(value.body);
    }
  }

  #name(className: string): void {
    this.#line.quote(className);
    this.#line.write(' ');
  }

  #list(items: readonly AmfValue[]): void {
    let separator = '[';
    for (const item of items) {
      if (!this.#line.write(separator)) return;
      this.#value(item);
      separator = ', ';
    }
    this.#line.write(separator === '[' ? '[]' : ']');
  }

  #pairs(pairs: Iterable<readonly [AmfValue, AmfValue]>): void {
    let separator = '{';
    for (const [key, value] of pairs) {
      if (!this.#line.write(separator)) return;
      this.#value(key);
      this.#line.write(': ');
      this.#value(value);
      separator = ', ';
    }
    this.#line.write(separator === '{' ? '{}' : '}');
  }
}

/**
 * A value as one line for a log: escaped, cut with '…' after `limit` characters, and cheap however large, deep, shared
 * or cyclic the value is.
 */
export function describeAmf(value: AmfValue, limit = 200): string {
  return new Describer(limit).describe(value);
}
