/** Under which an object keeps the name of its class. */
const CLASS_NAME = Symbol.for('afterglow.className');

/** The class name with which `value` came from a client, or goes to one; undefined for an anonymous object. */
export function classNameOf(value: object): string | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(value, CLASS_NAME)?.value;
  return typeof name === 'string' ? name : undefined;
}

/** Makes `value` arrive at clients as an object of that class (`registerClassAlias`), and answers it. */
export function withClassName<Value extends object>(className: string, value: Value): Value {
  return Object.defineProperty(value, CLASS_NAME, { value: className, configurable: true });
}
