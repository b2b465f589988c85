import { Amf3Decoder } from '../../amf/amf3-decoder.js';
import { Amf3Encoder } from '../../amf/amf3-encoder.js';
import type { AmfLimits } from '../../amf/amf-limits.js';
import { maxEncodeDepth } from '../../amf/encode-options.js';
import type { AmfValue } from '../../amf/value.js';
import { ByteReader } from '../../bytes/byte-reader.js';
import type { Packed } from './bytes.js';

/** Values as they cross between the server and a script: AMF3, with one table of references. Throws AmfError. */
export function pack(...values: readonly AmfValue[]): Packed {
  const encoder = new Amf3Encoder();
  for (const value of values) encoder.write(value);
  return encoder.writer.finish();
}

/** What was packed is ours, and as long as it may be. A million values is what the server reads without a pause that others notice. */
const limits: AmfLimits = { maxDepth: maxEncodeDepth, maxElements: 1_048_576, maxStringLength: 0xffffff };

/** All values of {@link pack}. Throws AmfError. */
export function unpack(packed: Packed): AmfValue[] {
  const decoder = new Amf3Decoder(new ByteReader(packed), { limits });
  const values: AmfValue[] = [];
  while (!decoder.done) values.push(decoder.read());
  return values;
}
