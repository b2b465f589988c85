import type { AnyNode, Program } from 'acorn';

/** What the scripts of an application define and set, by their names, wherever they do. */
export interface AscNames {
  /** Variables, functions, parameters, and what is assigned to without being declared. */
  readonly defined: Set<string>;
  /** Members that are assigned, by the name of the object: `application`, or `Stream.prototype`. */
  readonly members: Map<string, Set<string>>;
  /** Members are assigned there by names that are computed: anything may be there. */
  readonly open: Set<string>;
  /** Variables to which only objects of one class are assigned, and which. */
  readonly classes: Map<string, string>;
}

/** Calls `visit` with every node, those around it last. */
export function walk(node: AnyNode, visit: (node: AnyNode, parents: readonly AnyNode[]) => void): void {
  const step = (at: AnyNode, parents: readonly AnyNode[]): void => {
    const inner = [...parents, at];
    for (const child of Object.values(at) as unknown[]) {
      for (const part of Array.isArray(child) ? (child as unknown[]) : [child]) if (isNode(part)) step(part, inner);
    }
    visit(at, parents);
  };
  step(node, []);
}

/** `a.b.c` of an expression that is nothing else; undefined of any other. */
export function dottedName(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return undefined;
  const object = dottedName(node.object);
  const member = memberName(node);
  return object === undefined || member === undefined ? undefined : `${object}.${member}`;
}

/** Of `a.b` and `a["b"]`; undefined if it is computed. */
export function memberName(node: AnyNode): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  if (!node.computed && node.property.type === 'Identifier') return node.property.name;
  const { property } = node;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

export function collectNames(programs: readonly Program[]): AscNames {
  const names: AscNames = { defined: new Set(), members: new Map(), open: new Set(), classes: new Map() };
  const mixed = new Set<string>();
  for (const program of programs) {
    walk(program, (node) => {
      collectDefinitions(node, names);
      if (node.type === 'AssignmentExpression') collectAssignment(node.left, names);
      if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
        collectClass(node.id.name, node.init, names, mixed);
      }
      if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') {
        collectClass(node.left.name, node.right, names, mixed);
      }
    });
  }
  return names;
}

function collectDefinitions(node: AnyNode, { defined }: AscNames): void {
  switch (node.type) {
    case 'VariableDeclarator':
    case 'CatchClause':
      patternNames(node.type === 'CatchClause' ? node.param : node.id, defined);
      break;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (node.type !== 'ArrowFunctionExpression' && node.id) defined.add(node.id.name);
      for (const parameter of node.params) patternNames(parameter, defined);
      break;
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (node.id) defined.add(node.id.name);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      if (node.left.type !== 'VariableDeclaration') patternNames(node.left, defined);
      break;
    default:
      break;
  }
}

function patternNames(node: AnyNode | null | undefined, into: Set<string>): void {
  if (node === null || node === undefined) return;
  walk(node, (part) => {
    if (part.type === 'Identifier') into.add(part.name);
  });
}

function collectAssignment(left: AnyNode, names: AscNames): void {
  if (left.type === 'Identifier') names.defined.add(left.name);
  if (left.type !== 'MemberExpression') return;
  const object = left.object.type === 'ThisExpression' ? 'this' : dottedName(left.object);
  const member = memberName(left);
  if (object === undefined) return;
  if (member === undefined) names.open.add(object);
  else names.members.set(object, (names.members.get(object) ?? new Set()).add(member));
}

/** `new XML()`, `Stream.get("a")`, `SharedObject.get("b")`. */
function collectClass(name: string, value: AnyNode, { classes }: AscNames, mixed: Set<string>): void {
  const made = classOf(value);
  const known = classes.get(name);
  if (made === undefined || mixed.has(name) || (known !== undefined && known !== made)) {
    mixed.add(name);
    classes.delete(name);
  } else classes.set(name, made);
}

function classOf(value: AnyNode): string | undefined {
  if (value.type === 'NewExpression') return dottedName(value.callee);
  if (value.type !== 'CallExpression') return undefined;
  return /^(Stream|SharedObject|ProxyStream)\.get$/.exec(dottedName(value.callee) ?? '')?.[1];
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
