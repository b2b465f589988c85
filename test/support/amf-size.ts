import { AmfXml } from '../../src/amf/amf-xml.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../../src/amf/value.js';

/**
 * What values hold in memory, each thing counted once however often it is shared: one for a member, one for a
 * character of a string and for a byte. A decoder that allocates no more than it was given stays below the input's length.
 */
export function amfSize(values: readonly AmfValue[]): number {
  const seen = new Set<AmfValue>();
  const pending: AmfValue[] = [...values];
  let size = values.length;
  while (pending.length > 0) {
    const value = pending.pop();
    if (seen.has(value)) continue;
    seen.add(value);
    const members = membersOf(value);
    pending.push(...members.values);
    size += members.slots;
  }
  return size;
}

function membersOf(value: AmfValue): { values: readonly AmfValue[]; slots: number } {
  if (typeof value === 'string' || value instanceof Uint8Array) return { values: [], slots: value.length };
  if (value instanceof AmfXml) return { values: [], slots: value.text.length };
  const values = listMembers(value);
  return { values, slots: values.length };
}

function listMembers(value: AmfValue): AmfValue[] {
  if (Array.isArray(value)) return value;
  if (value instanceof AmfObject) return [...value.properties.values()];
  if (value instanceof AmfArray) return [...value.dense, ...value.associative.values()];
  if (value instanceof AmfVector) return value.items;
  if (value instanceof AmfDictionary) return value.entries.flat();
  if (value instanceof AmfExternalizable) return [...value.fields.values()];
  return [];
}
