/** What a value is written as in a script, as `uneval` of Mozilla's engine has it; what refers to itself is `{}`. */
export function uneval(value: unknown, around: readonly object[] = []): string {
  switch (typeof value) {
    case 'undefined':
      return '(void 0)';
    case 'string':
      return quoted(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'function':
      return around.length === 0 ? `(${String(value)})` : String(value);
    case 'object':
      return value === null ? 'null' : sourceOf(value, around);
    default:
      return String(value);
  }
}

const native = new WeakSet();

/** Gives all objects `toSource`; a script may give its own another, which is asked. */
export function defineToSource(): void {
  function toSource(this: unknown): string {
    return typeof this === 'object' && this !== null && !Array.isArray(this) ? plainSource(this, []) : uneval(this);
  }
  native.add(toSource);
  Object.defineProperty(Object.prototype, 'toSource', { value: toSource, writable: true, configurable: true });
}

function sourceOf(object: object, around: readonly object[]): string {
  if (around.includes(object)) return '{}';
  const own: unknown = Reflect.get(object, 'toSource');
  if (typeof own === 'function' && !native.has(own)) return String(Reflect.apply(own, object, []));
  return plainSource(object, around);
}

function plainSource(object: object, around: readonly object[]): string {
  const inside = [...around, object];
  if (Array.isArray(object)) {
    const items = Array.from(object, (item: unknown, at) => (at in object ? uneval(item, inside) : ''));
    return `[${items.join(', ')}${items.at(-1) === '' ? ',' : ''}]`;
  }
  const made = madeBy(object);
  if (made !== undefined) return made;
  const members = Object.keys(object).map((name) => `${nameSource(name)}:${uneval(Reflect.get(object, name), inside)}`);
  const text = `{${members.join(', ')}}`;
  return around.length === 0 ? `(${text})` : text;
}

/** Objects that are written as a call of their constructor. */
function madeBy(object: object): string | undefined {
  if (object instanceof Date) return `(new Date(${object.getTime()}))`;
  if (object instanceof RegExp) return String(object);
  if (object instanceof String) return `(new String(${quoted(object.valueOf())}))`;
  if (object instanceof Number) return `(new Number(${object.valueOf()}))`;
  if (object instanceof Boolean) return `(new Boolean(${object.valueOf()}))`;
  if (object instanceof Error) return `(new ${object.name}(${quoted(object.message)}))`;
  return undefined;
}

function nameSource(name: string): string {
  return /^(?:[A-Za-z_$][\w$]*|0|[1-9]\d*)$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).toUpperCase()}`
      : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
