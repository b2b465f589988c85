import { ByteReader } from '../bytes/byte-reader.js';
import { AmfDate } from './amf-date.js';
import { AmfError } from './amf-error.js';
import { defaultAmfLimits } from './amf-limits.js';
import type { AmfXmlKind } from './amf-xml.js';
import { AmfXml } from './amf-xml.js';
import { DecodeBudget } from './decode-budget.js';
import type { AmfDecodeOptions } from './decode-options.js';
import type { ExternalizableCodecs, ExternalizableInput } from './externalizable-codec.js';
import { flexExternalizables } from './flex-externalizables.js';
import { amf3Marker } from './markers.js';
import { readU29 } from './u29.js';
import type { AmfTraits, AmfValue, AmfVectorKind } from './value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from './value.js';

/** A class as the wire declared it; `undefined` members for an externalizable one. */
interface ClassDeclaration {
  readonly className: string;
  readonly traits: AmfTraits | undefined;
}

/** Reads AMF3 values (AMF 3 specification, section 3) that share one set of string, object and trait tables. */
export class Amf3Decoder implements ExternalizableInput {
  readonly #budget: DecodeBudget;
  readonly #externalizables: ExternalizableCodecs | undefined;
  readonly #strings: string[] = [];
  readonly #objects: AmfValue[] = [];
  readonly #classes: ClassDeclaration[] = [];

  /** `budget` is that of the message around these values, if there is one; it then replaces `options.limits`. */
  constructor(
    readonly reader: ByteReader,
    options: AmfDecodeOptions = {},
    budget?: DecodeBudget,
  ) {
    this.#budget = budget ?? new DecodeBudget(options.limits ?? defaultAmfLimits);
    this.#externalizables = options.externalizables;
  }

  get done(): boolean {
    return this.reader.remaining === 0;
  }

  /** The next value. Throws {@link AmfError}; what follows in the input is then lost. */
  read(): AmfValue {
    try {
      return this.#value();
    } catch (error) {
      throw AmfError.from(error);
    }
  }

  /** A string without a marker, such as a property name or an element name of a .sol file. */
  readString(): string {
    try {
      return this.#string();
    } catch (error) {
      throw AmfError.from(error);
    }
  }

  #value(): AmfValue {
    this.#budget.spend(1);
    const marker = this.reader.u8();
    switch (marker) {
      case amf3Marker.undefined:
        return undefined;
      case amf3Marker.null:
        return null;
      case amf3Marker.false:
        return false;
      case amf3Marker.true:
        return true;
      case amf3Marker.integer:
        return (readU29(this.reader) << 3) >> 3;
      case amf3Marker.double:
        return this.reader.f64();
      case amf3Marker.string:
        return this.#string();
      default:
        return this.#referable(marker);
    }
  }

  #string(): string {
    const header = readU29(this.reader);
    if ((header & 1) === 0) {
      const text = this.#strings[header >> 1];
      if (text === undefined) throw new AmfError('bad-ref', `string ${header >> 1} was not seen before`);
      return text;
    }
    if (header === 1) return '';
    const text = this.#text(header >> 1);
    this.#strings.push(text);
    return text;
  }

  #text(length: number): string {
    this.#budget.checkLength(this.reader, length);
    return this.reader.utf8(length);
  }

  /** A value of a type that takes a slot in the object table, or the index of one. */
  #referable(marker: number): AmfValue {
    if (marker < amf3Marker.xmlDocument || marker > amf3Marker.dictionary) {
      throw new AmfError('bad-marker', `AMF3 marker ${marker}`);
    }
    const header = readU29(this.reader);
    if ((header & 1) === 0) {
      const index = header >> 1;
      if (index >= this.#objects.length) throw new AmfError('bad-ref', `object ${index} was not seen before`);
      return this.#objects[index];
    }
    const size = header >> 1;
    switch (marker) {
      case amf3Marker.xmlDocument:
        return this.#xml(size, 'xmlDocument');
      case amf3Marker.xml:
        return this.#xml(size, 'xml');
      case amf3Marker.date:
        return this.#keep(new AmfDate(this.reader.f64()));
      case amf3Marker.byteArray:
        this.#budget.checkLength(this.reader, size);
        return this.#keep(this.reader.copy(size));
      default:
        return this.#container(marker, size);
    }
  }

  #container(marker: number, size: number): AmfValue {
    this.#budget.enter();
    const value = this.#containerContents(marker, size);
    this.#budget.leave();
    return value;
  }

  #containerContents(marker: number, size: number): AmfValue {
    switch (marker) {
      case amf3Marker.array:
        return this.#array(size);
      case amf3Marker.object:
        return this.#object(size);
      case amf3Marker.vectorInt:
        return this.#numbers('int', size, 4);
      case amf3Marker.vectorUint:
        return this.#numbers('uint', size, 4);
      case amf3Marker.vectorDouble:
        return this.#numbers('double', size, 8);
      case amf3Marker.vectorObject:
        return this.#objectVector(size);
      default:
        return this.#dictionary(size);
    }
  }

  /** Gives the value its slot; a container takes it before its members are read. */
  #keep<T extends AmfValue>(value: T): T {
    this.#objects.push(value);
    return value;
  }

  #xml(length: number, kind: AmfXmlKind): AmfXml {
    return this.#keep(new AmfXml(this.#text(length), kind));
  }

  #array(count: number): AmfValue[] | AmfArray {
    this.#budget.checkCount(this.reader, count, 1);
    let name = this.#string();
    if (name === '') return this.#items(this.#keep<AmfValue[]>([]), count);
    const array = this.#keep(new AmfArray());
    for (; name !== ''; name = this.#string()) array.associative.set(name, this.#value());
    this.#items(array.dense, count);
    return array;
  }

  #items(items: AmfValue[], count: number): AmfValue[] {
    for (let i = 0; i < count; i++) items.push(this.#value());
    return items;
  }

  #object(header: number): AmfObject | AmfExternalizable {
    const { className, traits } = this.#class(header);
    if (traits === undefined) return this.#externalizable(className);
    const object = this.#keep(new AmfObject(className, undefined, traits));
    for (const name of traits.sealed) object.properties.set(name, this.#value());
    if (traits.dynamic) {
      for (let name = this.#string(); name !== ''; name = this.#string()) object.properties.set(name, this.#value());
    }
    return object;
  }

  /** `header` holds the bits of U29O-traits above the "not a reference" bit. */
  #class(header: number): ClassDeclaration {
    if ((header & 1) === 0) {
      const known = this.#classes[header >> 1];
      if (known === undefined) throw new AmfError('bad-ref', `traits ${header >> 1} were not seen before`);
      return known;
    }
    const declaration = (header & 2) !== 0 ? { className: this.#string(), traits: undefined } : this.#traits(header);
    this.#classes.push(declaration);
    return declaration;
  }

  #traits(header: number): ClassDeclaration {
    const count = header >> 3;
    this.#budget.checkCount(this.reader, count, 1);
    this.#budget.spend(count);
    const className = this.#string();
    const sealed: string[] = [];
    for (let i = 0; i < count; i++) sealed.push(this.#string());
    return { className, traits: { sealed, dynamic: (header & 4) !== 0 } };
  }

  #externalizable(className: string): AmfExternalizable {
    const codec = this.#externalizables?.get(className) ?? flexExternalizables.get(className);
    if (codec === undefined)
      throw new AmfError('unknown-externalizable', `class ${JSON.stringify(className.slice(0, 80))}`);
    const value = this.#keep(new AmfExternalizable(className));
    codec.read(value, this);
    return value;
  }

  #numbers(kind: AmfVectorKind, count: number, itemSize: 4 | 8): AmfVector {
    const fixed = this.reader.u8() !== 0;
    this.#budget.checkCount(this.reader, count, itemSize);
    this.#budget.spend(count);
    const items: number[] = [];
    for (let i = 0; i < count; i++) {
      items.push(kind === 'int' ? this.reader.i32() : kind === 'uint' ? this.reader.u32() : this.reader.f64());
    }
    return this.#keep(new AmfVector(kind, items, fixed));
  }

  #objectVector(count: number): AmfVector {
    const fixed = this.reader.u8() !== 0;
    const className = this.#string();
    this.#budget.checkCount(this.reader, count, 1);
    const vector = this.#keep(new AmfVector('object', [], fixed, className));
    this.#items(vector.items, count);
    return vector;
  }

  #dictionary(count: number): AmfDictionary {
    const weak = this.reader.u8() !== 0;
    this.#budget.checkCount(this.reader, count, 2);
    const dictionary = this.#keep(new AmfDictionary([], weak));
    for (let i = 0; i < count; i++) dictionary.entries.push([this.#value(), this.#value()]);
    return dictionary;
  }
}

/** The one value that `bytes` hold. Throws {@link AmfError}, `trailing-bytes` if there is more. */
export function decodeAmf3(bytes: Uint8Array, options?: AmfDecodeOptions): AmfValue {
  const decoder = new Amf3Decoder(new ByteReader(bytes), options);
  const value = decoder.read();
  if (!decoder.done) throw new AmfError('trailing-bytes', `${decoder.reader.remaining} bytes after the value`);
  return value;
}
