import { ByteWriter } from '../bytes/byte-writer.js';
import { utf8Length } from '../bytes/utf8-length.js';
import { AmfDate } from './amf-date.js';
import { AmfError } from './amf-error.js';
import { AmfUnsupported } from './amf-unsupported.js';
import { AmfXml } from './amf-xml.js';
import { Amf3Encoder } from './amf3-encoder.js';
import { EncodeBudget } from './encode-budget.js';
import type { AmfEncodeOptions } from './encode-options.js';
import { amf0Marker } from './markers.js';
import type { AmfContainer, AmfLeaf, AmfValue } from './value.js';
import { AmfArray, AmfObject } from './value.js';

export interface Amf0EncodeOptions extends AmfEncodeOptions {
  /**
   * The form of AMF3 commands and data messages (types 17 and 15): everything but strings, numbers, booleans, null,
   * undefined and unsupported goes behind the AMF3 switch.
   */
  readonly avmPlus?: boolean;
}

/** References are 16 bits wide; what comes later in a message is written in full each time. */
const maxReference = 0xffff;
const maxShortText = 0xffff;

/**
 * Writes the AMF0 values of one message (AMF 0 specification, section 2), which share one reference table. What only
 * AMF3 has goes behind the AMF3 switch; see {@link Amf3Encoder.separate} for how several such values get along.
 */
export class Amf0Encoder {
  readonly #writer = new ByteWriter();
  readonly #budget: EncodeBudget;
  readonly #options: Amf0EncodeOptions;
  readonly #references = new Map<object, number>();
  #amf3: Amf3Encoder | undefined;

  constructor(options: Amf0EncodeOptions = {}) {
    this.#options = options;
    this.#budget = new EncodeBudget(this.#writer, options.maxLength);
  }

  /** Throws {@link AmfError}; what was written is then of no use. */
  write(value: AmfValue): this {
    this.#value(value);
    this.#budget.check();
    return this;
  }

  finish(): Uint8Array {
    return this.#writer.finish();
  }

  #value(value: AmfValue): void {
    this.#budget.check();
    switch (typeof value) {
      case 'undefined':
        this.#writer.u8(amf0Marker.undefined);
        break;
      case 'boolean':
        this.#writer.u8(amf0Marker.boolean).u8(value ? 1 : 0);
        break;
      case 'number':
        this.#writer.u8(amf0Marker.number).f64(value);
        break;
      case 'string':
        this.#string(value);
        break;
      default:
        if (value === null) this.#writer.u8(amf0Marker.null);
        else if (value instanceof AmfUnsupported) this.#writer.u8(amf0Marker.unsupported);
        else if (this.#options.avmPlus === true) this.#behindSwitch(value);
        else this.#object(value);
    }
  }

  #object(value: AmfLeaf | AmfContainer): void {
    if (value instanceof AmfDate) {
      this.#writer.u8(amf0Marker.date).f64(value.milliseconds).u16(value.timeZone);
    } else if (value instanceof AmfXml && value.kind === 'xmlDocument') {
      this.#writer.u8(amf0Marker.xmlDocument).u32(utf8Length(value.text));
      this.#writer.utf8(value.text);
    } else if (value instanceof AmfObject || value instanceof AmfArray || Array.isArray(value)) {
      this.#container(value);
    } else {
      this.#behindSwitch(value);
    }
  }

  #string(text: string): void {
    const length = utf8Length(text);
    if (length > maxShortText) this.#writer.u8(amf0Marker.longString).u32(length);
    else this.#writer.u8(amf0Marker.string).u16(length);
    this.#writer.utf8(text);
  }

  #shortText(text: string): void {
    const length = utf8Length(text);
    if (length > maxShortText) throw new AmfError('unencodable', `AMF0 has no form for a name of ${length} bytes`);
    this.#writer.u16(length).utf8(text);
  }

  #container(value: AmfObject | AmfArray | AmfValue[]): void {
    const known = this.#references.get(value);
    if (known !== undefined) {
      this.#writer.u8(amf0Marker.reference).u16(known);
      return;
    }
    if (this.#references.size <= maxReference) this.#references.set(value, this.#references.size);
    this.#budget.enter();
    if (value instanceof AmfObject) this.#properties(value);
    else if (value instanceof AmfArray) this.#ecmaArray(value);
    else this.#strictArray(value);
    this.#budget.leave();
  }

  #properties({ className, properties }: AmfObject): void {
    if (className === '') {
      this.#writer.u8(amf0Marker.object);
    } else {
      this.#writer.u8(amf0Marker.typedObject);
      this.#shortText(className);
    }
    for (const [name, value] of properties) this.#property(name, value);
    this.#endOfProperties();
  }

  /** The count is the array's length, as Flash Player and FMS write it; members that are no items are not counted. */
  #ecmaArray(array: AmfArray): void {
    this.#writer.u8(amf0Marker.ecmaArray).u32(array.length);
    for (const [name, value] of array.entries()) this.#property(name, value);
    this.#endOfProperties();
  }

  #property(name: string, value: AmfValue): void {
    this.#shortText(name);
    this.#value(value);
  }

  #endOfProperties(): void {
    this.#writer.u24(amf0Marker.objectEnd);
  }

  #strictArray(items: readonly AmfValue[]): void {
    this.#writer.u8(amf0Marker.strictArray).u32(items.length);
    for (const item of items) this.#value(item);
  }

  #behindSwitch(value: AmfValue): void {
    this.#writer.u8(amf0Marker.avmPlus);
    if (this.#amf3 === undefined) this.#amf3 = new Amf3Encoder(this.#writer, this.#options, this.#budget);
    else this.#amf3.separate();
    this.#amf3.write(value);
  }
}

/** The values back to back, as the body of a message. Throws {@link AmfError}. */
export function encodeAmf0(values: readonly AmfValue[], options?: Amf0EncodeOptions): Uint8Array {
  const encoder = new Amf0Encoder(options);
  for (const value of values) encoder.write(value);
  return encoder.finish();
}
