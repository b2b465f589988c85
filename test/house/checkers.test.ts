import { describe, expect, it } from 'vitest';
import { checkCycles } from './check-cycles.js';
import { checkChangelog, checkCommands, checkLinks } from './check-docs.js';
import { checkFiles } from './check-files.js';
import { checkFloors } from './check-floors.js';
import { checkPlatform } from './check-platform.js';
import { describeProblems } from './problem.js';
import type { Problem } from './problem.js';

const floors = { main: 9, net: 7, script: 8, edge: 8, stream: 4, rtmp: 2, media: 2, bytes: 0 };
const long = 'export const a = 1;\n'.repeat(301);
const unfinished = `${'TO'}${'DO'}`;

type Files = Readonly<Record<string, string>>;
interface Case {
  readonly name: string;
  readonly files: Files;
  /** `file:line:` of each expected problem. */
  readonly at: readonly string[];
  /** Words that the sentence must contain. */
  readonly says?: string;
}

const tree = (files: Files): Map<string, string> => new Map(Object.entries(files));

function runCases(cases: readonly Case[], check: (files: Map<string, string>) => Problem[]): void {
  it.each(cases)('$name', ({ files, at, says = '' }) => {
    const problems = check(tree(files));
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual(at);
    expect(describeProblems(problems)).toContain(says);
  });
}

describe('floors', () => {
  runCases(
    [
      { name: 'own room', files: { 'src/rtmp/a.ts': `import './b.js';`, 'src/rtmp/b.ts': '' }, at: [] },
      { name: 'lower floor', files: { 'src/stream/a.ts': `import { x } from '../bytes/b.js';` }, at: [] },
      {
        name: 'higher floor, through a type on line 2',
        files: { 'src/rtmp/a.ts': `\nimport type { X } from '../stream/x.js';` },
        at: ['src/rtmp/a.ts:2'],
        says: 'stream (floor 4) is above rtmp (floor 2)',
      },
      {
        name: 'same floor, through a re-export',
        files: { 'src/rtmp/a.ts': `export { X } from '../media/x.js';` },
        at: ['src/rtmp/a.ts:1'],
        says: 'media (floor 2) is on the same floor as rtmp',
      },
      {
        name: 'higher floor, through import() of a value and of a type',
        files: { 'src/bytes/a.ts': `await import('../rtmp/x.js');\ntype T = import('../media/y.js').T;` },
        at: ['src/bytes/a.ts:1', 'src/bytes/a.ts:2'],
      },
      {
        name: 'out of src',
        files: { 'src/main/a.ts': `import '../../test/x.js';` },
        at: ['src/main/a.ts:1'],
        says: 'outside of every room',
      },
      {
        name: 'a room without a floor, reported once',
        files: { 'src/attic/a.ts': '', 'src/attic/b.ts': '' },
        at: ['src/attic/a.ts:1'],
        says: 'enter it in test/house/floors.ts',
      },
    ],
    (files) => checkFloors(files, floors),
  );
});

describe('cycles', () => {
  runCases(
    [
      {
        name: 'a diamond is none',
        files: {
          'src/a/a.ts': `import './b.js'; import './c.js';`,
          'src/a/b.ts': `import './d.js';`,
          'src/a/c.ts': `import './d.js';`,
          'src/a/d.ts': '',
        },
        at: [],
      },
      {
        name: 'three files in a ring, one of them by type',
        files: {
          'src/a/a.ts': `import './b.js';`,
          'src/a/b.ts': `import './c.js';`,
          'src/a/c.ts': `\nimport type { A } from './a.js';`,
        },
        at: ['src/a/c.ts:2'],
        says: 'src/a/a.ts → src/a/b.ts → src/a/c.ts → src/a/a.ts',
      },
      { name: 'a file that imports itself', files: { 'src/a/a.ts': `import './a.js';` }, at: ['src/a/a.ts:1'] },
    ],
    checkCycles,
  );
});

describe('platform', () => {
  runCases(
    [
      { name: 'sockets in net', files: { 'src/net/a.ts': `import net from 'node:net';` }, at: [] },
      { name: 'hashes in a guest', files: { 'src/script/a.ts': `import { createHash } from 'node:crypto';` }, at: [] },
      { name: 'container at the roof', files: { 'src/main/a.ts': `import { container } from 'tsyringe';` }, at: [] },
      {
        name: 'files in a guest',
        files: { 'src/edge/a.ts': `import { readFile } from 'node:fs/promises';` },
        at: ['src/edge/a.ts:1'],
        says: 'touch sockets, files and processes',
      },
      {
        name: 'Node.js in a pure room, by type',
        files: { 'src/stream/a.ts': `import type { Buffer } from 'node:buffer';` },
        at: ['src/stream/a.ts:1'],
        says: 'is pure',
      },
      { name: 'no node: prefix', files: { 'src/net/a.ts': `import 'fs';` }, at: ['src/net/a.ts:1'], says: 'node:fs' },
      {
        name: 'container elsewhere',
        files: { 'src/net/a.ts': `import { inject } from 'tsyringe';` },
        at: ['src/net/a.ts:1'],
        says: 'only src/main sees the container',
      },
      {
        name: 'a package that is not a dependency',
        files: { 'src/net/a.ts': `import x from '@scope/thing/part.js';` },
        at: ['src/net/a.ts:1'],
        says: 'does not list it under dependencies',
      },
    ],
    (files) => checkPlatform(files, floors, ['tsyringe']),
  );
});

describe('files', () => {
  runCases(
    [
      { name: 'as it should be', files: { 'src/a/good-name.ts': 'export const a = 1;\n' }, at: [] },
      { name: 'exactly 300 lines', files: { 'src/a/a.ts': long.slice(0, long.lastIndexOf('export')) }, at: [] },
      { name: '301 lines', files: { 'src/a/a.ts': long }, at: ['src/a/a.ts:301'], says: 'has 301 lines' },
      { name: 'camel case', files: { 'src/a/goodName.ts': '' }, at: ['src/a/goodName.ts:1'], says: 'kebab-case' },
      { name: 'a drawer', files: { 'src/a/utils.ts': '' }, at: ['src/a/utils.ts:1'], says: 'says nothing' },
      { name: 'a folder of drawers', files: { 'test/helpers/a.ts': '' }, at: ['test/helpers/a.ts:1'] },
      {
        name: 'unfinished',
        files: { 'src/a/a.ts': `\n// ${unfinished} later` },
        at: ['src/a/a.ts:2'],
        says: unfinished,
      },
      {
        name: 'default exports in all three spellings',
        files: {
          'src/a/a.ts': 'const a = 1;\nexport default a;',
          'src/a/b.ts': 'export default class B {}',
          'src/a/c.ts': 'const c = 1;\nexport { c as default };',
        },
        at: ['src/a/a.ts:2', 'src/a/b.ts:1', 'src/a/c.ts:2'],
        says: 'export by name',
      },
    ],
    checkFiles,
  );
});

describe('documentation', () => {
  const exists = (path: string): boolean => ['README.md', 'docs/a.md', 'src/a.ts'].includes(path);
  runCases(
    [
      {
        name: 'links that lead somewhere',
        files: {
          'README.md': '# Hi\n[a](docs/a.md#the-way-in) [b](https://x.example/y) [c](#hi)',
          'docs/a.md': '## The way in!',
        },
        at: [],
      },
      { name: 'links in code are none', files: { 'README.md': '```\n[a](b.md)\n```\n`[a](b.md)`' }, at: [] },
      { name: 'no such file', files: { 'docs/a.md': '\n[a](../src/b.ts)' }, at: ['docs/a.md:2'], says: 'no src/b.ts' },
      {
        name: 'no such heading',
        files: { 'docs/a.md': '# One\n[a](a.md#two)' },
        at: ['docs/a.md:2'],
        says: 'anchors: one',
      },
    ],
    (pages) => checkLinks(pages, exists),
  );
  runCases(
    [
      { name: 'scripts there are', files: { 'README.md': '```\nnpm start\nnpm run lint\nnpm install\n```' }, at: [] },
      { name: 'no such script', files: { 'README.md': '`npm run shine`' }, at: ['README.md:1'], says: 'npm run shine' },
      { name: 'a short command without its script', files: { 'README.md': 'npm test' }, at: ['README.md:1'] },
    ],
    (pages) => checkCommands(pages, ['start', 'lint']),
  );
  runCases(
    [
      { name: 'next on top', files: { 'CHANGELOG.md': '# Changelog\n\n## Next\n\n## 1.0.0' }, at: [] },
      {
        name: 'a release on top',
        files: { 'CHANGELOG.md': '# Changelog\n\n## 1.0.0\n## Next' },
        at: ['CHANGELOG.md:3'],
      },
      { name: 'nothing at all', files: { 'CHANGELOG.md': '' }, at: ['CHANGELOG.md:1'], says: '## Next' },
    ],
    (files) => [...files].flatMap(([file, text]) => checkChangelog(file, text)),
  );
});
