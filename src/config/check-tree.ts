import type { z } from 'zod';
import { keyFacts } from './key-types.js';
import { unknownKeyMend } from './unknown-key.js';
import type { Problem } from './problem.js';
import { schemaAt, withoutEmptySections } from './schema-keys.js';
import { dottedKey, isTree, valueAt, withoutPath } from './tree.js';
import type { Tree, TreePath } from './tree.js';

/** Where a key or its value was written. */
export type PlaceOf = (path: TreePath, part: 'key' | 'value') => Pick<Problem, 'file' | 'line' | 'column'>;

export interface CheckedTree {
  /** What was right. */
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/** Holds what is written against a schema. */
export function checkTree(written: Tree, schema: z.ZodType, placeOf: PlaceOf): CheckedTree {
  const tree = withoutEmptySections(written, schema);
  const result = schema.safeParse(tree);
  if (result.success) return { tree, problems: [] };

  const faults = result.error.issues.flatMap((issue) => {
    const path = issue.path as TreePath;
    if (issue.code !== 'unrecognized_keys') return [{ path, ...wrongValue(tree, schema, path, placeOf) }];
    return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(schema, [...path, key], placeOf) }));
  });
  return {
    tree: faults.reduce((rest, { path }) => withoutPath(rest, path), tree),
    problems: inOrder(faults.map(({ path: _, ...problem }) => problem)),
  };
}

/** One problem a key, in the order of the lines. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const byKey = new Map(problems.map((problem) => [problem.key, problem]));
  return [...byKey.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function unknownKey(schema: z.ZodType, path: TreePath, placeOf: PlaceOf): Problem {
  const key = dottedKey(path);
  const mend = unknownKeyMend(schema, path);
  return { ...placeOf(path, 'key'), key, message: 'there is no such key', mend, severity: 'error' };
}

function wrongValue(tree: Tree, schema: z.ZodType, path: TreePath, placeOf: PlaceOf): Problem {
  const key = schemaAt(schema, path);
  const facts = key && keyFacts.get(key);
  const noun = facts?.noun ?? 'a section with keys of its own';
  const mend = facts?.mend ?? 'write its keys below it, indented';
  const message = `${shown(valueAt(tree, path))} is not ${noun}`;
  return { ...placeOf(path, 'value'), key: dottedKey(path), message, mend, severity: 'error' };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (isTree(value)) return 'a section';
  if (Array.isArray(value) && value.length > 0) return 'a list';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
