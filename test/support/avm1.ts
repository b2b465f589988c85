/** Actions of ActionScript 1 and 2, as a SWF has them (SWF File Format Specification 19, "Actions"). */
const Action = {
  pop: 0x17,
  getVariable: 0x1c,
  setVariable: 0x1d,
  trace: 0x26,
  newObject: 0x40,
  initArray: 0x42,
  initObject: 0x43,
  add: 0x47,
  getMember: 0x4e,
  setMember: 0x4f,
  callMethod: 0x52,
  push: 0x96,
  defineFunction: 0x9b,
} as const;

/** Types of what is pushed. */
const Pushed = { text: 0, null: 2, boolean: 5, double: 6, integer: 7 } as const;

/** An expression leaves one value on the stack; a statement leaves none. */
export type Code = readonly number[];

const encoder = new TextEncoder();
const text = (value: string): number[] => [...encoder.encode(value), 0];
const u16 = (value: number): number[] => [value & 0xff, value >> 8];

function action(code: number, content: readonly number[]): Code {
  return [code, ...u16(content.length), ...content];
}

export function literal(value: string | number | boolean | null): Code {
  if (typeof value === 'string') return action(Action.push, [Pushed.text, ...text(value)]);
  if (typeof value === 'boolean') return action(Action.push, [Pushed.boolean, value ? 1 : 0]);
  if (value === null) return action(Action.push, [Pushed.null]);
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value, true);
  const words = Array.from(new Uint8Array(bytes.buffer));
  // The words of a double are the other way round, each of them little-endian.
  return action(Action.push, [Pushed.double, ...words.slice(4), ...words.slice(0, 4)]);
}

export function variable(name: string): Code {
  return [...literal(name), Action.getVariable];
}

export function member(object: Code, name: string): Code {
  return [...object, ...literal(name), Action.getMember];
}

/** Values, the first on top, and how many they are. */
function list(values: readonly Code[]): Code {
  const count = action(Action.push, [Pushed.integer, ...u16(values.length), 0, 0]);
  return [...values.toReversed().flat(), ...count];
}

export function array(...values: readonly Code[]): Code {
  return [...list(values), Action.initArray];
}

export function object(members: Readonly<Record<string, Code>>): Code {
  const pairs = Object.entries(members).flatMap(([name, value]) => [...literal(name), ...value]);
  const count = action(Action.push, [Pushed.integer, ...u16(Object.keys(members).length), 0, 0]);
  return [...pairs, ...count, Action.initObject];
}

export function create(className: string, ...args: readonly Code[]): Code {
  return [...list(args), ...literal(className), Action.newObject];
}

export function call(object: Code, method: string, ...args: readonly Code[]): Code {
  return [...list(args), ...object, ...literal(method), Action.callMethod];
}

/** Numbers are added, texts are joined. */
export function sum(first: Code, ...others: readonly Code[]): Code {
  return others.reduce<Code>((left, right) => [...left, ...right, Action.add], first);
}

export function lambda(parameters: readonly string[], ...body: readonly Code[]): Code {
  const code = body.flat();
  const head = [...text(''), ...u16(parameters.length), ...parameters.flatMap(text), ...u16(code.length)];
  return [...action(Action.defineFunction, head), ...code];
}

export function assign(name: string, value: Code): Code {
  return [...literal(name), ...value, Action.setVariable];
}

export function assignMember(object: Code, name: string, value: Code): Code {
  return [...object, ...literal(name), ...value, Action.setMember];
}

export function run(expression: Code): Code {
  return [...expression, Action.pop];
}

export function trace(value: Code): Code {
  return [...value, Action.trace];
}
