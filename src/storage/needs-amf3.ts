import type { AmfContainer, AmfValue } from '../amf/value.js';
import { AmfArray, AmfDictionary, AmfExternalizable, AmfObject, AmfVector } from '../amf/value.js';

/** Whether AMF0 would lose something: which members of an object its class declared. Safe with cycles. */
export function needsAmf3(value: AmfValue): boolean {
  const seen = new Set<AmfContainer>();
  const waiting = isContainer(value) ? [value] : [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next instanceof AmfObject && (next.traits.sealed.length > 0 || !next.traits.dynamic)) return true;
    seen.add(next);
    for (const member of membersOf(next)) if (isContainer(member) && !seen.has(member)) waiting.push(member);
  }
  return false;
}

function isContainer(value: AmfValue): value is AmfContainer {
  return (
    Array.isArray(value) ||
    value instanceof AmfObject ||
    value instanceof AmfArray ||
    value instanceof AmfVector ||
    value instanceof AmfDictionary ||
    value instanceof AmfExternalizable
  );
}

function membersOf(container: AmfContainer): Iterable<AmfValue> {
  if (Array.isArray(container)) return container;
  if (container instanceof AmfObject) return container.properties.values();
  if (container instanceof AmfArray) return [...container.dense, ...container.associative.values()];
  if (container instanceof AmfVector) return container.items;
  if (container instanceof AmfDictionary) return container.entries.flat();
  return [container.body, ...container.fields.values()];
}
