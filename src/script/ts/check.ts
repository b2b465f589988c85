/** A value of a client is checked by a function that answers it, or throws; or by a schema of zod, valibot, arktype, … */
export type Check<Value = unknown> = ((value: unknown) => Value) | StandardSchema<Value>;

/** What schema libraries have in common: https://standardschema.dev. */
export interface StandardSchema<Value = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>;
  };
}

export type SchemaResult<Value> =
  { readonly value: Value; readonly issues?: undefined } | { readonly issues: readonly { readonly message: string }[] };

export type Checked<Checks extends readonly Check[]> = {
  -readonly [Index in keyof Checks]: Checks[Index] extends Check<infer Value> ? Value : never;
};

/** The checked value; throws an Error that says what is wrong with it. */
export function checked<Value>(check: Check<Value>, value: unknown): Value {
  if (!('~standard' in check)) return check(value);
  const result = check['~standard'].validate(value);
  if (result instanceof Promise) throw new TypeError('A schema that answers later cannot check an argument.');
  if (result.issues !== undefined) throw new Error(result.issues.map(({ message }) => message).join('; '));
  return result.value;
}

/** A text of at most so many characters, and at least one unless `min` says otherwise. */
export function text(max = 1000, min = 1): (value: unknown) => string {
  return (value) => {
    if (typeof value !== 'string') throw new Error('a text is expected');
    if (value.length < min || value.length > max) throw new Error(`a text of ${min} to ${max} characters is expected`);
    return value;
  };
}

/** A finite number between two others, both included. */
export function number(min = -Infinity, max = Infinity): (value: unknown) => number {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error('a number is expected');
    if (value < min || value > max) throw new Error(`a number from ${min} to ${max} is expected`);
    return value;
  };
}

export function boolean(): (value: unknown) => boolean {
  return (value) => {
    if (typeof value !== 'boolean') throw new Error('true or false is expected');
    return value;
  };
}

/** One of these values. */
export function oneOf<const Value extends string | number>(...values: readonly Value[]): (value: unknown) => Value {
  return (value) => {
    const found = values.find((allowed) => allowed === value);
    if (found === undefined) throw new Error(`one of ${values.join(', ')} is expected`);
    return found;
  };
}

/** An array of at most so many checked items. */
export function list<Value>(check: Check<Value>, max = 1000): (value: unknown) => Value[] {
  return (value) => {
    if (!Array.isArray(value) || value.length > max) throw new Error(`a list of at most ${max} items is expected`);
    return value.map((item: unknown, index) => part(`item ${index}`, check, item));
  };
}

/** An object with these members checked; what else it has is left out. */
export function record<const Members extends Readonly<Record<string, Check>>>(
  members: Members,
): (value: unknown) => { [Name in keyof Members]: Members[Name] extends Check<infer Value> ? Value : never } {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('an object is expected');
    const entries = Object.entries(members).map(([name, check]) => {
      const member: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
      return [name, part(name, check, member)];
    });
    return Object.fromEntries(entries) as never;
  };
}

/** What `check` wants, or nothing: null, undefined or left out. */
export function optional<Value>(check: Check<Value>): (value: unknown) => Value | undefined {
  return (value) => (value === undefined || value === null ? undefined : checked(check, value));
}

function part<Value>(name: string, check: Check<Value>, value: unknown): Value {
  try {
    return checked(check, value);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
