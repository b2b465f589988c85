import type { Packed } from '../../src/script/protocol/bytes.js';
import { pack } from '../../src/script/protocol/pack.js';

/** Operations of shared objects, of which all are empty at first, can be locked, and say nothing of changes. */
export function fakeObjects(properties: Packed = pack()): Record<string, (...args: never[]) => unknown> {
  let locks = 0;
  return {
    'object.open': () => ({ version: 1, properties }),
    'object.lock': () => ++locks,
    'object.unlock': () => --locks,
    'object.flush': () => true,
    'object.commit': () => true,
    'object.isDirty': () => true,
  };
}
