import { runInNewContext } from 'node:vm';
import type { AnyNode, Program } from 'acorn';
import { parse } from 'acorn';
import { nearestName } from '../config/nearest-name.js';
import type { Problem } from '../config/problem.js';
import type { ApiClass } from '../script/api/api-class.js';
import { libraryScripts } from '../script/api/library-scripts.js';
import { scriptApi } from '../script/api/script-api.js';
import { updateSyntax } from '../script/worker/update-syntax.js';
import type { ReadScript } from '../storage/read-script.js';
import type { AscNames } from './asc-names.js';
import { collectNames, dottedName, memberName, walk } from './asc-names.js';
import type { AscSources } from './asc-sources.js';

/** A script, and the tree of it: of the same lines, and but for old syntax of the same columns. */
interface ReadProgram {
  readonly script: ReadScript;
  readonly program: Program;
}

const classes: ReadonlyMap<string, ApiClass> = new Map(scriptApi.map((item) => [item.name, item]));
/** What every function, and every object, has. */
const COMMON = new Set([
  ...(runInNewContext('Object.getOwnPropertyNames(Object.prototype)') as string[]),
  ...(runInNewContext('Object.getOwnPropertyNames(Function.prototype)') as string[]),
  ...['prototype', 'watch', 'unwatch', 'toSource', '__resolve', '__proto__'],
]);
const builtIns = new Set([
  ...(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]),
  ...[...classes].flatMap(([name, { members }]) => [
    name,
    ...members.filter(({ kind }) => kind === 'function').map((member) => member.name),
  ]),
  ...['application', 'arguments', '__each__', 'gFrameworkFC'],
]);

/**
 * What is wrong in the scripts of an application: syntax, and members, classes and functions that there are not. It
 * goes by names, and says nothing where a script may have defined them in a way that cannot be followed.
 */
export function checkAsc({ scripts, notFound, unreadable }: AscSources): Problem[] {
  const problems: Problem[] = unreadable.map(({ name, reason }) => ({
    ...{ file: name, key: '', message: reason, mend: 'mend it: the application cannot be loaded', severity: 'error' },
  }));
  const programs: ReadProgram[] = [];
  for (const script of scripts) {
    const updated = updateSyntax(script.text);
    const program = 'code' in updated ? parsed(updated.code, script, problems) : undefined;
    if (program !== undefined) programs.push({ script, program });
    else if ('message' in updated) {
      problems.push(problem(script.file, updated, `${updated.message}`, 'mend it: the application cannot be loaded'));
    }
  }
  const missing = notFound.filter(({ name }) => !(libraryScripts as readonly string[]).includes(name.toLowerCase()));
  for (const { name, from } of missing) {
    const mend = 'put it into the folder of the application, or name its folder in script.libraries';
    problems.push({
      file: from,
      key: '',
      message: `there is no script ${JSON.stringify(name)} to load`,
      mend,
      severity: 'error',
    });
  }
  const names = collectNames(programs.map(({ program }) => program));
  const isWhole =
    missing.length + unreadable.length === 0 && programs.length === scripts.length && !programs.some(loadsComputed);
  for (const { script, program } of programs) {
    walk(program, (node, parents) => {
      const found = memberProblem(node, parents.at(-1), names) ?? (isWhole ? globalProblem(node, names) : undefined);
      if (found !== undefined) problems.push(problem(script.file, placeOf(node), found.message, found.mend, 'warning'));
    });
  }
  return problems;
}

interface Finding {
  readonly message: string;
  readonly mend: string;
}

/** `application.foo`, `Stream.foo`; of a variable with objects of a class, a call `x.foo()`. */
function memberProblem(node: AnyNode, parent: AnyNode | undefined, names: AscNames): Finding | undefined {
  const member = memberName(node);
  if (member === undefined || node.type !== 'MemberExpression' || COMMON.has(member)) return undefined;
  if (parent?.type === 'AssignmentExpression' && parent.left === node) return undefined;
  const object = dottedName(node.object);
  if (object === undefined || object.includes('.')) return undefined;
  if (object === 'application') {
    return missingMember('application', 'Application', member, ['application', 'Application.prototype', 'this'], names);
  }
  if (classes.has(object) && !names.defined.has(object)) {
    return missingMember(object, object, member, [object], names, true);
  }
  const made = names.classes.get(object);
  const isCalled = parent?.type === 'CallExpression' && parent.callee === node;
  if (made === undefined || !isCalled || names.defined.has(made)) return undefined;
  return missingMember(object, made, member, [object, `${made}.prototype`, 'this'], names);
}

function missingMember(
  shown: string,
  className: string,
  member: string,
  holders: readonly string[],
  names: AscNames,
  isStatic = false,
): Finding | undefined {
  const known = classes.get(className);
  if (known === undefined || holders.some((name) => names.open.has(name) || names.members.get(name)?.has(member))) {
    return undefined;
  }
  const ofKind = membersOf(className).filter(({ kind }) => !isStatic || kind === 'static' || known.made === className);
  const found = ofKind.find(({ name }) => name === member);
  if (found !== undefined) return found.absent === undefined ? undefined : absence(`${shown}.${member}`, found.absent);
  // Operations of a web service have any name.
  if (className === 'WebService') return undefined;
  const near = nearestName(
    member,
    ofKind.map(({ name }) => name),
  );
  const mend = near === undefined ? 'docs/script-api.md lists what there is' : `did you mean ${shown}.${near}?`;
  return { message: `${shown} has no member ${member}, and no script sets it`, mend };
}

function membersOf(className: string): ApiClass['members'] {
  const own = classes.get(className)?.members ?? [];
  return className === 'XML' ? [...own, ...(classes.get('XMLNode')?.members ?? [])] : own;
}

function absence(name: string, why: string): Finding {
  return { message: `${name} is not there`, mend: why };
}

/** `new Foo()` and `foo()`. */
function globalProblem(node: AnyNode, names: AscNames): Finding | undefined {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined;
  if (node.callee.type !== 'Identifier') return undefined;
  const { name } = node.callee;
  if (names.defined.has(name) || builtIns.has(name) || isSetOnGlobal(name, names)) return undefined;
  const kind = node.type === 'NewExpression' ? 'class' : 'function';
  const near = nearestName(name, [...builtIns, ...names.defined]);
  const mend = near === undefined ? 'define it, or load the script that does' : `did you mean ${near}?`;
  return { message: `there is no ${kind} ${name}`, mend };
}

/** `this.name = …` at the top of a script, `globalThis[name] = …`. */
function isSetOnGlobal(name: string, { members, open }: AscNames): boolean {
  return ['this', 'globalThis'].some((object) => open.has(object) || members.get(object)?.has(name) === true);
}

function loadsComputed({ program }: ReadProgram): boolean {
  let isComputed = false;
  walk(program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return;
    const { name } = node.callee;
    const [argument] = node.arguments;
    isComputed ||= name === 'eval' || (name === 'load' && argument?.type !== 'Literal');
  });
  return isComputed;
}

function parsed(code: string, script: ReadScript, problems: Problem[]): Program | undefined {
  try {
    return parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      locations: true,
      allowReturnOutsideFunction: false,
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = (
      error as SyntaxError & { readonly loc: { readonly line: number; readonly column: number } }
    ).loc;
    const message = error.message.replace(/ \(\d+:\d+\)$/, '');
    problems.push(
      problem(script.file, { line, column: column + 1 }, message, 'mend it: the application cannot be loaded'),
    );
    return undefined;
  }
}

interface Place {
  readonly line: number;
  readonly column?: number;
}

function placeOf(node: AnyNode): Place {
  const at = node.type === 'MemberExpression' ? node.property : node;
  const { line, column } = at.loc?.start ?? { line: 1, column: 0 };
  return { line, column: column + 1 };
}

function problem(
  file: string,
  { line, column }: Place,
  message: string,
  mend: string,
  severity: Problem['severity'] = 'error',
): Problem {
  return { file, line, ...(column === undefined ? {} : { column }), key: '', message, mend, severity };
}
