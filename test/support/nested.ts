import type { AmfValue } from '../../src/amf/value.js';

/** Arrays in arrays, so many. */
export function nested(depth: number): AmfValue {
  let value: AmfValue = [];
  for (let level = 1; level < depth; level++) value = [value];
  return value;
}
