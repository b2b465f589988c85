import type { GrowingBytes } from './growing-bytes.js';

const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/**
 * Gives objects of a class their bytes as members, `bytes[0]`. Only what no object and no prototype of theirs has is
 * asked for here, so that the other members cost what they always do.
 */
export function withIndexes(prototype: object, bytesOf: (value: unknown) => GrowingBytes | undefined): void {
  const parent = new Proxy(Object.create(Object.prototype) as object, {
    get(target, name, receiver: unknown) {
      const index = indexOf(name);
      return index === undefined ? (Reflect.get(target, name, receiver) as unknown) : bytesOf(receiver)?.at(index);
    },
    set(target, name, value: unknown, receiver: unknown) {
      const index = indexOf(name);
      const bytes = index === undefined ? undefined : bytesOf(receiver);
      if (index === undefined || bytes === undefined) return Reflect.set(target, name, value, receiver);
      bytes.put(index, Number(value));
      return true;
    },
  });
  Object.setPrototypeOf(prototype, parent);
}

function indexOf(name: string | symbol): number | undefined {
  return typeof name === 'string' && INDEX.test(name) ? Number(name) : undefined;
}
