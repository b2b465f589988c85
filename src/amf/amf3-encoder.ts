import { ByteWriter } from '../bytes/byte-writer.js';
import { utf8Length } from '../bytes/utf8-length.js';
import { AmfDate } from './amf-date.js';
import { AmfError } from './amf-error.js';
import { AmfUnsupported } from './amf-unsupported.js';
import { AmfXml } from './amf-xml.js';
import { EncodeBudget } from './encode-budget.js';
import type { AmfEncodeOptions } from './encode-options.js';
import type { ExternalizableCodecs, ExternalizableOutput } from './externalizable-codec.js';
import { flexExternalizables } from './flex-externalizables.js';
import { amf3Marker } from './markers.js';
import { maxU28, writeU29 } from './u29.js';
import type { AmfContainer, AmfLeaf, AmfValue } from './value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from './value.js';

const minInteger = -0x10000000;
const maxInteger = 0x0fffffff;

const vectorMarkers = {
  int: amf3Marker.vectorInt,
  uint: amf3Marker.vectorUint,
  double: amf3Marker.vectorDouble,
  object: amf3Marker.vectorObject,
} as const;

/** Writes AMF3 values (AMF 3 specification, section 3) that share one set of string, object and trait tables. */
export class Amf3Encoder implements ExternalizableOutput {
  readonly #budget: EncodeBudget;
  readonly #externalizables: ExternalizableCodecs | undefined;
  readonly #strings = new Map<string, number>();
  readonly #objects = new Map<object, number>();
  readonly #classes = new Map<string, number>();
  #slots = 0;
  #spelledOut = false;

  /** `budget` is that of the message around these values, if there is one. */
  constructor(
    readonly writer: ByteWriter = new ByteWriter(),
    options: AmfEncodeOptions = {},
    budget?: EncodeBudget,
  ) {
    this.#budget = budget ?? new EncodeBudget(writer, options.maxLength);
    this.#externalizables = options.externalizables;
  }

  /** Throws {@link AmfError}; what was written is then of no use. */
  write(value: AmfValue): this {
    this.#value(value);
    this.#budget.check();
    return this;
  }

  /** A string without a marker, such as a property name or an element name of a .sol file. */
  writeString(text: string): this {
    if (text === '') return this.#header(0);
    if (this.#spelledOut) return this.#text(text);
    const known = this.#strings.get(text);
    if (known !== undefined) return this.#reference(known);
    this.#strings.set(text, this.#strings.size);
    return this.#text(text);
  }

  /**
   * Makes the values from here on mean the same to a reader that keeps its tables from one value to the next (Flash
   * Player, BlazeDS) and to one that starts afresh (RocketAMF): strings and classes are spelled out each time, nothing
   * refers to an earlier value. Only an object that comes twice in one value still needs the tables kept.
   */
  separate(): void {
    this.#spelledOut = true;
    this.#objects.clear();
  }

  finish(): Uint8Array {
    return this.writer.finish();
  }

  #value(value: AmfValue): void {
    this.#budget.check();
    switch (typeof value) {
      case 'undefined':
        this.writer.u8(amf3Marker.undefined);
        break;
      case 'boolean':
        this.writer.u8(value ? amf3Marker.true : amf3Marker.false);
        break;
      case 'number':
        this.#number(value);
        break;
      case 'string':
        this.writer.u8(amf3Marker.string);
        this.writeString(value);
        break;
      default:
        if (value === null) this.writer.u8(amf3Marker.null);
        else if (value instanceof AmfUnsupported) this.writer.u8(amf3Marker.undefined);
        else this.#referable(value);
    }
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= minInteger && value <= maxInteger && !Object.is(value, -0)) {
      this.writer.u8(amf3Marker.integer);
      writeU29(this.writer, value);
    } else {
      this.writer.u8(amf3Marker.double).f64(value);
    }
  }

  /** A length or count beside the "not a reference" bit. */
  #header(size: number): this {
    if (size > maxU28) throw new AmfError('unencodable', `AMF3 has no form for a length of ${size}`);
    writeU29(this.writer, (size << 1) | 1);
    return this;
  }

  #reference(index: number): this {
    writeU29(this.writer, index << 1);
    return this;
  }

  #text(text: string): this {
    this.#header(utf8Length(text));
    this.writer.utf8(text);
    return this;
  }

  #referable(value: AmfLeaf | AmfContainer): void {
    this.writer.u8(markerOf(value));
    const known = this.#objects.get(value);
    if (known !== undefined) {
      this.#reference(known);
      return;
    }
    this.#objects.set(value, this.#slots++);
    if (value instanceof AmfDate) this.#header(0).writer.f64(value.milliseconds);
    else if (value instanceof AmfXml) this.#text(value.text);
    else if (value instanceof Uint8Array) this.#header(value.length).writer.bytes(value);
    else {
      this.#budget.enter();
      this.#container(value);
      this.#budget.leave();
    }
  }

  #container(value: AmfContainer): void {
    if (value instanceof AmfObject) this.#object(value);
    else if (Array.isArray(value)) {
      this.#header(value.length).writeString('');
      this.#items(value);
    } else if (value instanceof AmfArray) {
      if (value.associative.has('')) this.#object(new AmfObject('', value.entries()));
      else this.#array(value);
    } else if (value instanceof AmfVector) this.#vector(value);
    else if (value instanceof AmfDictionary) this.#dictionary(value);
    else this.#externalizable(value);
  }

  #items(items: readonly AmfValue[]): void {
    for (const item of items) this.#value(item);
  }

  #array(array: AmfArray): void {
    this.#header(array.dense.length);
    for (const [name, member] of array.associative) {
      this.writeString(name);
      this.#value(member);
    }
    this.writeString('');
    this.#items(array.dense);
  }

  /** A dynamic member cannot be named "" in AMF3, so one of that name is written as if its class declared it. */
  #object({ className, properties, traits }: AmfObject): void {
    const declared = new Set(traits.sealed);
    const sealed = properties.has('') && !declared.has('') ? [...traits.sealed, ''] : traits.sealed;
    const added: string[] = [];
    for (const name of properties.keys()) if (name !== '' && !declared.has(name)) added.push(name);
    const dynamic = traits.dynamic || added.length > 0;

    this.#traits(className, sealed, dynamic);
    for (const name of sealed) this.#value(properties.get(name));
    if (!dynamic) return;
    for (const name of added) {
      this.writeString(name);
      this.#value(properties.get(name));
    }
    this.writeString('');
  }

  #traits(className: string, sealed: readonly string[], dynamic: boolean): void {
    const key = (dynamic ? 'd' : 's') + (sealed.length === 0 ? className : JSON.stringify([className, ...sealed]));
    if (this.#classReference(key)) return;
    if (sealed.length > maxU28 >> 3) throw new AmfError('unencodable', `${sealed.length} sealed members`);
    writeU29(this.writer, (sealed.length << 4) | (dynamic ? 0b1011 : 0b0011));
    this.writeString(className);
    for (const name of sealed) this.writeString(name);
  }

  /** Writes a reference to a class that was declared before; otherwise gives it the next slot. */
  #classReference(key: string): boolean {
    if (this.#spelledOut) return false;
    const known = this.#classes.get(key);
    if (known === undefined) this.#classes.set(key, this.#classes.size);
    else writeU29(this.writer, (known << 2) | 1);
    return known !== undefined;
  }

  #externalizable(value: AmfExternalizable): void {
    const { className } = value;
    const codec = this.#externalizables?.get(className) ?? flexExternalizables.get(className);
    if (codec === undefined) throw new AmfError('unknown-externalizable', `class ${JSON.stringify(className)}`);
    if (!this.#classReference('x' + className)) {
      writeU29(this.writer, 0b0111);
      this.writeString(className);
    }
    codec.write(value, this);
  }

  #vector({ kind, items, fixed, className }: AmfVector): void {
    this.#header(items.length);
    this.writer.u8(fixed ? 1 : 0);
    if (kind === 'object') {
      this.writeString(className);
      this.#items(items);
      return;
    }
    for (const item of items) {
      if (typeof item !== 'number') throw new AmfError('unencodable', `${typeof item} in a vector of ${kind}`);
      if (kind === 'double') this.writer.f64(item);
      else this.writer.u32(item);
    }
  }

  #dictionary({ entries, weak }: AmfDictionary): void {
    this.#header(entries.length);
    this.writer.u8(weak ? 1 : 0);
    for (const [key, value] of entries) {
      this.#value(key);
      this.#value(value);
    }
  }
}

function markerOf(value: object): number {
  if (Array.isArray(value)) return amf3Marker.array;
  if (value instanceof AmfObject || value instanceof AmfExternalizable) return amf3Marker.object;
  if (value instanceof AmfArray) return value.associative.has('') ? amf3Marker.object : amf3Marker.array;
  if (value instanceof Uint8Array) return amf3Marker.byteArray;
  if (value instanceof AmfDate) return amf3Marker.date;
  if (value instanceof AmfXml) return amf3Marker[value.kind];
  if (value instanceof AmfDictionary) return amf3Marker.dictionary;
  if (value instanceof AmfVector) return vectorMarkers[value.kind];
  throw new TypeError('not an AMF value');
}

/** One value. Throws {@link AmfError}. */
export function encodeAmf3(value: AmfValue, options?: AmfEncodeOptions): Uint8Array {
  return new Amf3Encoder(new ByteWriter(), options).write(value).finish();
}
