/** Sets a member whose name somebody else chose: `__proto__` is a name as any other. */
export function setOwn(object: object, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    Reflect.set(object, name, value);
  }
}
