/** A class as the library writes it, its constructor's arguments unknown: scripts pass what they like. */
export type NativeClass = abstract new (...args: never[]) => object;

/**
 * What the library itself defined. Clients may call what a script defined, not these; a script may put a function of its
 * own in the place of any of them.
 */
export class NativeMembers {
  readonly #functions = new Map<object, ReadonlyMap<string, unknown>>();

  /** Of a prototype of the library, as it is now. */
  add(prototype: object): void {
    const functions = new Map<string, unknown>();
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      functions.set(name, contentOf(descriptor));
    }
    this.#functions.set(prototype, functions);
  }

  /** Whether that member of `holder` itself is still the library's. */
  has(holder: object, name: string, descriptor: PropertyDescriptor): boolean {
    const functions = this.#functions.get(holder);
    return functions?.has(name) === true && functions.get(name) === contentOf(descriptor);
  }
}

function contentOf(descriptor: PropertyDescriptor): unknown {
  return Reflect.get(descriptor, 'get') ?? (descriptor.value as unknown);
}

/** The class as scripts of the time expect it: a function that also works without `new`. It shares the prototype. */
export function callable(name: string, native: NativeClass): object {
  const { prototype } = native as { prototype: object };
  function construct(...args: unknown[]): object {
    const target = new.target as unknown as (abstract new () => object) | undefined;
    return Reflect.construct(native as new () => object, args, target ?? (native as new () => object)) as object;
  }
  Object.defineProperty(construct, 'name', { value: name });
  Object.defineProperty(construct, 'prototype', { value: prototype, writable: false });
  Object.defineProperty(prototype, 'constructor', { value: construct, writable: true, configurable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, writable: true, configurable: true });
  return construct;
}
