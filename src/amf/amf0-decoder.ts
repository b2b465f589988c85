import { ByteReader } from '../bytes/byte-reader.js';
import { AmfDate } from './amf-date.js';
import { AmfError } from './amf-error.js';
import { defaultAmfLimits } from './amf-limits.js';
import { AmfUnsupported } from './amf-unsupported.js';
import { AmfXml } from './amf-xml.js';
import { Amf3Decoder } from './amf3-decoder.js';
import { DecodeBudget } from './decode-budget.js';
import type { AmfDecodeOptions } from './decode-options.js';
import { amf0Marker } from './markers.js';
import type { AmfValue } from './value.js';
import { AmfArray, AmfObject } from './value.js';

export interface Amf0DecodeOptions extends AmfDecodeOptions {
  /**
   * Accepts that the input ends before the end marker of an object or ECMA array, or within it. For data messages:
   * some encoders leave it out at the end of onMetaData.
   */
  readonly lenientEnd?: boolean;
  /**
   * Whether the AMF3 values of a message share their reference tables, as Flash Player and BlazeDS write them, or
   * each has its own. Default `message`.
   */
  readonly amf3Tables?: 'message' | 'value';
}

/** Reads the AMF0 values of one message (AMF 0 specification, section 2), which share one reference table. */
export class Amf0Decoder {
  readonly #options: Amf0DecodeOptions;
  readonly #budget: DecodeBudget;
  readonly #references: AmfValue[] = [];
  #amf3: Amf3Decoder | undefined;
  #amf3Values = 0;

  constructor(
    readonly reader: ByteReader,
    options: Amf0DecodeOptions = {},
  ) {
    this.#options = options;
    this.#budget = new DecodeBudget(options.limits ?? defaultAmfLimits);
  }

  get done(): boolean {
    return this.reader.remaining === 0;
  }

  /** AMF3 values met so far. */
  get amf3Values(): number {
    return this.#amf3Values;
  }

  /** The next value. Throws {@link AmfError}; what follows in the input is then lost. */
  read(): AmfValue {
    try {
      return this.#value();
    } catch (error) {
      throw AmfError.from(error);
    }
  }

  /** All values to the end of the input. Throws {@link AmfError}. */
  readAll(): AmfValue[] {
    const values: AmfValue[] = [];
    while (!this.done) values.push(this.read());
    return values;
  }

  #value(): AmfValue {
    this.#budget.spend(1);
    const marker = this.reader.u8();
    switch (marker) {
      case amf0Marker.number:
        return this.reader.f64();
      case amf0Marker.boolean:
        return this.reader.u8() !== 0;
      case amf0Marker.string:
        return this.#text(this.reader.u16());
      case amf0Marker.longString:
        return this.#text(this.reader.u32());
      case amf0Marker.null:
        return null;
      case amf0Marker.undefined:
        return undefined;
      case amf0Marker.unsupported:
        return AmfUnsupported.instance;
      case amf0Marker.date:
        return new AmfDate(this.reader.f64(), this.reader.i16());
      case amf0Marker.xmlDocument:
        return new AmfXml(this.#text(this.reader.u32()));
      case amf0Marker.reference:
        return this.#reference(this.reader.u16());
      case amf0Marker.avmPlus:
        return this.#amf3Value();
      case amf0Marker.objectEnd:
        throw new AmfError('unexpected-object-end', `object end marker at offset ${this.reader.offset - 1}`);
      default:
        return this.#container(marker);
    }
  }

  #container(marker: number): AmfValue {
    this.#budget.enter();
    const value = this.#containerContents(marker);
    this.#budget.leave();
    return value;
  }

  #containerContents(marker: number): AmfValue {
    switch (marker) {
      case amf0Marker.object:
        return this.#properties(new AmfObject());
      case amf0Marker.typedObject:
        return this.#properties(new AmfObject(this.#text(this.reader.u16())));
      case amf0Marker.ecmaArray:
        // The count is a hint: Flash writes the length, ffmpeg the number of properties, others nothing.
        this.reader.skip(4);
        return this.#properties(new AmfArray());
      case amf0Marker.strictArray:
        return this.#strictArray(this.reader.u32());
      default:
        throw new AmfError('bad-marker', `AMF0 marker ${marker} at offset ${this.reader.offset - 1}`);
    }
  }

  #text(length: number): string {
    this.#budget.checkLength(this.reader, length);
    return this.reader.utf8(length);
  }

  #reference(index: number): AmfValue {
    if (index >= this.#references.length) throw new AmfError('bad-ref', `object ${index} was not seen before`);
    return this.#references[index];
  }

  /** An empty name ends the properties only before an end marker; Flash writes properties named "" too. */
  #properties(target: AmfObject | AmfArray): AmfValue {
    this.#references.push(target);
    while (!this.#endOfProperties()) {
      const name = this.#text(this.reader.u16());
      target.set(name, this.#value());
    }
    return target;
  }

  #endOfProperties(): boolean {
    const { bytes, offset, remaining } = this.reader;
    const startsEmpty = (bytes[offset] ?? 0) === 0 && (bytes[offset + 1] ?? 0) === 0;
    if (!startsEmpty) return false;
    if (remaining > 2 ? bytes[offset + 2] !== amf0Marker.objectEnd : this.#options.lenientEnd !== true) return false;
    this.reader.skip(Math.min(remaining, 3));
    return true;
  }

  #strictArray(count: number): AmfValue[] {
    this.#budget.checkCount(this.reader, count, 1);
    const items: AmfValue[] = [];
    this.#references.push(items);
    for (let i = 0; i < count; i++) items.push(this.#value());
    return items;
  }

  #amf3Value(): AmfValue {
    this.#amf3Values++;
    if (this.#amf3 === undefined || this.#options.amf3Tables === 'value') {
      this.#amf3 = new Amf3Decoder(this.reader, this.#options, this.#budget);
    }
    return this.#amf3.read();
  }
}

/**
 * All values of a message body. AMF3 values in it share their tables. If they cannot be read so, the message is read
 * again with tables of their own for each, as RocketAMF writes them: a reference then led to another class or value
 * than meant, and what followed made no sense. Throws {@link AmfError}, that of the first reading.
 */
export function decodeAmf0(bytes: Uint8Array, options: Amf0DecodeOptions = {}): AmfValue[] {
  const decoder = new Amf0Decoder(new ByteReader(bytes), options);
  try {
    return decoder.readAll();
  } catch (error) {
    if (decoder.amf3Values < 2 || options.amf3Tables !== undefined || !(error instanceof AmfError)) throw error;
    try {
      return new Amf0Decoder(new ByteReader(bytes), { ...options, amf3Tables: 'value' }).readAll();
    } catch {
      throw error;
    }
  }
}
