import type { Packed } from '../protocol/bytes.js';
import { pack, unpack } from '../protocol/pack.js';
import { fromAmf } from './from-amf.js';
import { toAmf } from './to-amf.js';

/** JavaScript values as they cross to the server. Throws a TypeError for what cannot be sent, an AmfError if too large. */
export function packValues(values: readonly unknown[]): Packed {
  return pack(...values.map(toAmf));
}

/** All values that the server sent. */
export function unpackValues(packed: Packed): unknown[] {
  return unpack(packed).map(fromAmf);
}

/** The one value that the server sent. */
export function unpackValue(packed: Packed): unknown {
  return unpackValues(packed)[0];
}
