import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCycles } from './check-cycles.js';
import { checkChangelog, checkCommands, checkLinks } from './check-docs.js';
import { checkFiles } from './check-files.js';
import { checkFloors } from './check-floors.js';
import { checkPlatform } from './check-platform.js';
import { floors } from './floors.js';
import { describeProblems } from './problem.js';
import { readTree, root } from './source-tree.js';

const source = readTree(['src'], ['.ts']);
const everything = new Map(
  [...readTree(['src', 'test', 'bench', 'scripts'], ['.ts', '.mjs'])].filter(
    ([path]) => !path.startsWith('bench/apps/'),
  ),
);
const pages = readTree(['docs'], ['.md'], ['README.md', 'CHANGELOG.md']);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

describe('the house is in order', () => {
  it('has something to look at', () => {
    expect(source.size).toBeGreaterThan(0);
    expect(everything.size).toBeGreaterThan(source.size);
    expect([...pages.keys()]).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md']));
  });

  const rules = {
    'every file imports its own room or a lower floor': () => checkFloors(source, floors),
    'no file imports itself through others': () => checkCycles(source),
    'Node.js, packages and the container appear only where they belong': () =>
      checkPlatform(source, floors, Object.keys(manifest.dependencies)),
    'files are short, named by their job, finished, and export by name': () => checkFiles(everything),
    'links of the documentation lead somewhere': () => checkLinks(pages, (path) => existsSync(join(root, path))),
    'commands of the documentation exist': () => checkCommands(pages, Object.keys(manifest.scripts)),
    'the change log opens with what comes next': () => checkChangelog('CHANGELOG.md', pages.get('CHANGELOG.md') ?? ''),
  };
  it.each(Object.entries(rules))('%s', (_rule, check) => {
    expect(describeProblems(check())).toBe('');
  });
});

describe('the server is started alike', () => {
  it('has the same heap by npm start and by its command', () => {
    const flags = manifest.scripts.start?.split(' ').filter((word) => word.startsWith('--')) ?? [];
    const [shebang] = readFileSync(join(root, 'src/main/cli.ts'), 'utf8').split('\n');
    expect(flags).not.toEqual([]);
    expect(shebang).toBe(`#!/usr/bin/env -S node ${flags.join(' ')}`);
  });
});
