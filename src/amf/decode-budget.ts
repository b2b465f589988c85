import type { ByteReader } from '../bytes/byte-reader.js';
import { AmfError } from './amf-error.js';
import type { AmfLimits } from './amf-limits.js';

/** What is left of the limits of one message; an AMF0 decoder and the AMF3 decoder inside it spend from the same one. */
export class DecodeBudget {
  #depth = 0;
  #elements = 0;

  constructor(readonly limits: AmfLimits) {}

  enter(): void {
    if (++this.#depth > this.limits.maxDepth)
      throw new AmfError('too-deep', `nested deeper than ${this.limits.maxDepth}`);
  }

  leave(): void {
    this.#depth--;
  }

  spend(elements: number): void {
    this.#elements += elements;
    if (this.#elements > this.limits.maxElements) throw tooMany(this.limits);
  }

  /** Refuses a count of items of at least `itemSize` bytes each that cannot be there, or that is over the limit. */
  checkCount(reader: ByteReader, count: number, itemSize: number): void {
    if (count * itemSize > reader.remaining) {
      throw new AmfError('bad-count', `${count} items announced with ${reader.remaining} bytes left`);
    }
    if (this.#elements + count > this.limits.maxElements) throw tooMany(this.limits);
  }

  /** Refuses a length that cannot be there, or that is over the limit. */
  checkLength(reader: ByteReader, length: number): void {
    if (length > reader.remaining) {
      throw new AmfError('truncated', `${length} bytes announced with ${reader.remaining} left`);
    }
    if (length > this.limits.maxStringLength) {
      throw new AmfError('too-long', `${length} bytes in one value, allowed are ${this.limits.maxStringLength}`);
    }
  }
}

function tooMany(limits: AmfLimits): AmfError {
  return new AmfError('too-many', `more than ${limits.maxElements} values`);
}
