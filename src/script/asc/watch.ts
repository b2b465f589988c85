/** What is called when a watched property is assigned to; its answer becomes the value. */
type WatchHandler = (this: object, property: string, before: unknown, after: unknown) => unknown;

interface Watched {
  handler: WatchHandler;
  /** What the property was before it was watched, if it was there. */
  readonly original: PropertyDescriptor | undefined;
  readonly get: () => unknown;
}

const watches = new WeakMap<object, Map<string, Watched>>();

/** `object.watch(property, handler)`, as Mozilla's engine had it. */
export function watch(object: object, property: string, handler: WatchHandler): void {
  const watched = watches.get(object) ?? new Map<string, Watched>();
  watches.set(object, watched);
  const known = watched.get(property);
  if (known !== undefined) {
    known.handler = handler;
    return;
  }
  const original = Reflect.getOwnPropertyDescriptor(object, property);
  if (original?.configurable === false) return;
  let value: unknown = Reflect.get(object, property);
  const isAccessor = original !== undefined && ('get' in original || 'set' in original);
  const get = (): unknown => (isAccessor ? (Reflect.apply(original.get ?? nothing, object, []) as unknown) : value);
  const entry: Watched = { handler, original, get };
  watched.set(property, entry);
  Object.defineProperty(object, property, {
    get,
    set(after: unknown) {
      const changed = Reflect.apply(entry.handler, object, [property, get(), after]);
      if (isAccessor) Reflect.apply(original.set ?? nothing, object, [changed]);
      else value = changed;
    },
    enumerable: original?.enumerable ?? true,
    configurable: true,
  });
}

/** What is not watched stays as it is. */
export function unwatch(object: object, property: string): void {
  const watched = watches.get(object)?.get(property);
  if (watched === undefined) return;
  watches.get(object)?.delete(property);
  const { original, get } = watched;
  const isAccessor = original !== undefined && ('get' in original || 'set' in original);
  if (isAccessor) Object.defineProperty(object, property, original);
  else {
    const writable = original?.writable ?? true;
    const enumerable = original?.enumerable ?? true;
    Object.defineProperty(object, property, { value: get(), writable, enumerable, configurable: true });
  }
}

function nothing(): void {
  // An accessor that has only the other half.
}
