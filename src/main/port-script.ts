import { parse } from 'acorn';
import type {
  AnyNode,
  AssignmentExpression,
  CallExpression,
  Expression,
  Function as FunctionNode,
  Program,
} from 'acorn';
import { updateSyntax } from '../script/worker/update-syntax.js';

/** A main.asc as the beginning of a main.ts. */
export interface PortedScript {
  readonly text: string;
  /** Places that are marked with `PORT:` and must be finished by hand. */
  readonly marks: number;
  /** What was found: `3 methods`, … */
  readonly found: readonly string[];
}

interface Handler {
  readonly name: string;
  /** Replaces the names of the parameters that are there; more follow. */
  readonly params: readonly string[];
}

/** Handlers of `application`, and what they are called now. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ['onAppStart', { name: 'onStart', params: [] }],
  ['onAppStop', { name: 'onShutdown', params: ['reason'] }],
  ['onConnect', { name: 'onConnect', params: ['client'] }],
  ['onDisconnect', { name: 'onDisconnect', params: ['client'] }],
  ['onPublish', { name: 'onPublish', params: ['client', 'stream', 'type'] }],
  ['onUnpublish', { name: 'onUnpublish', params: ['client', 'stream'] }],
  ['onStatus', { name: 'onStatus', params: ['info'] }],
]);

interface Found {
  readonly handlers: Map<string, string>;
  readonly methods: Map<string, string>;
  readonly objects: { readonly variable: string; readonly name: string; readonly persistent: string }[];
  readonly rest: string[];
}

/**
 * Writes the beginning of a main.ts from a main.asc: its handlers, the methods of `Client.prototype` and the shared
 * objects of its first level in their places, the bodies as comments with `PORT:` in front. Throws an Error with the line of
 * a mistake in the syntax.
 */
export function portScript(script: string): PortedScript {
  const updated = updateSyntax(script);
  if ('message' in updated) throw new Error(`line ${updated.line}: ${updated.message}`);
  const found: Found = { handlers: new Map(), methods: new Map(), objects: [], rest: [] };
  const { program, source } = parsed(script, updated.code);
  for (const statement of program.body) {
    const text = source.slice(statement.start, statement.end);
    if (statement.type === 'EmptyStatement') continue;
    const assignment = statement.type === 'ExpressionStatement' ? assignmentOf(statement.expression) : undefined;
    if (assignment === undefined || !placed(source, assignment, found)) found.rest.push(text);
  }
  walk(program, (node) => noteObject(source, node, found));
  const text = written(found);
  const counts = [count(found.handlers.size, 'handler'), count(found.methods.size, 'method')];
  const marks = text.split('PORT:').length - 1;
  return { text, marks, found: [...counts, count(found.objects.length, 'shared object')] };
}

/** As it was written, unless only the engine of that time could read it. */
function parsed(script: string, updated: string): { readonly program: Program; readonly source: string } {
  const options = { ecmaVersion: 'latest', sourceType: 'script' } as const;
  try {
    return { program: parse(script, options), source: script };
  } catch {
    return { program: parse(updated, options), source: updated };
  }
}

function assignmentOf(expression: Expression): AssignmentExpression | undefined {
  return expression.type === 'AssignmentExpression' ? expression : undefined;
}

/** Whether it is a handler or a method, which then has its place. */
function placed(source: string, { left, right }: AssignmentExpression, { handlers, methods }: Found): boolean {
  if (right.type !== 'FunctionExpression' || left.type !== 'MemberExpression') return false;
  const path = source.slice(left.start, left.end).replace(/\s/g, '');
  const [, method] = /^Client\.prototype\.(.+)$/.exec(path) ?? [];
  const [, handler = ''] = /^application\.(\w+)$/.exec(path) ?? [];
  const known = HANDLERS.get(handler);
  if (method !== undefined) methods.set(method, methodText(source, method, right));
  else if (known !== undefined) handlers.set(known.name, handlerText(source, known, right));
  return method !== undefined || known !== undefined;
}

function noteObject(source: string, node: AnyNode, { objects }: Found): void {
  if (node.type !== 'CallExpression' || !isSharedObjectGet(node)) return;
  const [name, persistent] = node.arguments;
  if (name?.type !== 'Literal' || typeof name.value !== 'string') return;
  if (objects.some((object) => object.name === name.value)) return;
  const variable =
    name.value.replace(/\W+(\w)/g, (_, first: string) => first.toUpperCase()).replace(/\W/g, '') || 'object';
  const stored = persistent === undefined ? 'false' : source.slice(persistent.start, persistent.end);
  objects.push({ variable: /^\d/.test(variable) ? `_${variable}` : variable, name: name.value, persistent: stored });
}

function isSharedObjectGet({ callee }: CallExpression): boolean {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
  return (
    callee.object.name === 'SharedObject' && callee.property.type === 'Identifier' && callee.property.name === 'get'
  );
}

function methodText(source: string, name: string, method: FunctionNode): string {
  const key = /^\w+$/.test(name) ? name : `'${name}'`;
  return functionText(source, key, ['client', ...paramsOf(source, method)], method, 'this');
}

function handlerText(source: string, { name, params }: Handler, handler: FunctionNode): string {
  const further = name === 'onConnect' ? paramsOf(source, handler).slice(1) : [];
  return functionText(source, name, [...params, ...further], handler, paramsOf(source, handler)[0] ?? '');
}

function functionText(
  source: string,
  name: string,
  params: readonly string[],
  { body }: FunctionNode,
  client: string,
): string {
  const was = client !== '' && client !== 'client' && params[0] === 'client' ? `; \`client\` was \`${client}\`` : '';
  const comment = commented(`PORT: write what this did${was}.`, source.slice(body.start + 1, body.end - 1));
  return `${name}(${params.join(', ')}) {\n${indented(comment, 2)}\n},`;
}

function paramsOf(source: string, { params }: FunctionNode): string[] {
  return params.map(({ start, end }) => source.slice(start, end));
}

function written({ handlers, methods, objects, rest }: Found): string {
  const opened = objects.map(({ variable, name, persistent }) => {
    const type = `/* PORT: its properties */ Record<string, unknown>`;
    return `const ${variable} = await app.sharedObject<${type}>(${JSON.stringify(name)}, { persistent: Boolean(${persistent}) });`;
  });
  const table = `methods: {\n${indented([...methods.values()].join('\n\n'), 2)}\n},`;
  const members = [...handlers.values(), ...(methods.size > 0 ? [table] : [])].join('\n\n');
  const others =
    rest.length === 0 ? '' : `\n\n${commented('PORT: what else stood on the first level.', rest.join('\n'))}`;
  return `import { defineApplication } from 'afterglow-media/application';
import type { Application } from 'afterglow-media/application';

/** PORT: what was kept as properties of a client, which is \`client.data\` now. */
interface ClientData {
  [name: string]: unknown;
}

export default defineApplication(async (app: Application<{ data: ClientData }>) => {
${indented(opened.join('\n'), 2)}${others === '' ? '' : indented(others, 2)}

  return {
${indented(members, 4)}
  };
});
`.replace(/\n{3,}/g, '\n\n');
}

function commented(title: string, text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  while (lines.length > 0 && lines[0]!.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  return [title, ...lines].map((line) => (line === '' ? '//' : `// ${line}`)).join('\n');
}

function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Every node of a program, parents first. */
function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node);
  for (const member of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(member) ? (member as unknown[]) : [member]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}
