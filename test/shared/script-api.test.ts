import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scriptApi } from '../../src/script/api/script-api.js';

const REFERENCE = '../shared/fms-reference.md';
const isHere = existsSync(REFERENCE);
if (!isHere) console.warn(`${REFERENCE} is not here: whether the table of the script API is whole is not looked at`);

/** Words that stand where members do. */
const NO_MEMBERS = new Set(
  [
    'Signature Member Handler Property Method Members props static new or lines of Array Boolean String Number',
    // What scripts define, and other words of the text.
    'application approveDebugSession substring lastIndexOf remoteMethod releaseStream handlerName filterFn operation method',
    'method_Result method_Status',
  ].flatMap((words) => words.split(' ')),
);

/** Names in the first column of tables, and what is followed by its parameters. */
function membersIn(text: string): string[] {
  const columns = [...text.matchAll(/^\| ?([^|]+)\|/gm)].flatMap(([, column = '']) => [
    ...column.replace(/\([^)]*\)/g, ' ').matchAll(/[A-Za-z_]\w+/g),
  ]);
  const called = [...text.matchAll(/\b[a-z]\w+(?=\()/g)];
  return [...columns, ...called].map(([name]) => name);
}

it.skipIf(!isHere)('every member of part 1 of the reference is in the table, there or absent', () => {
  const text = readFileSync(REFERENCE, 'utf8');
  const part = text.slice(text.indexOf('\n## 1. '), text.indexOf('### 1.15 '));
  const known = new Set(scriptApi.flatMap(({ name, members }) => [name, ...members.map((member) => member.name)]));
  const named = new Set(membersIn(part).filter((name) => !NO_MEMBERS.has(name)));
  expect(named.size).toBeGreaterThan(150);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});
