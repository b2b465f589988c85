import type { ByteWriter } from '../bytes/byte-writer.js';
import { AmfError } from './amf-error.js';
import { defaultMaxEncodedLength, maxEncodeDepth } from './encode-options.js';

/** Watches the size and depth of one output; an AMF0 encoder and the AMF3 encoders inside it share one. */
export class EncodeBudget {
  #depth = 0;

  constructor(
    readonly writer: ByteWriter,
    readonly maxLength = defaultMaxEncodedLength,
  ) {}

  check(): void {
    if (this.writer.length > this.maxLength)
      throw new AmfError('too-long', `more than ${this.maxLength} bytes of output`);
  }

  enter(): void {
    if (++this.#depth > maxEncodeDepth) throw new AmfError('too-deep', `nested deeper than ${maxEncodeDepth}`);
  }

  leave(): void {
    this.#depth--;
  }
}
