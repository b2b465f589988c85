import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findScript } from '../../../src/main/find-script.js';
import { zipFile } from '../../support/zip-file.js';

const ASC = 'application.onConnect = function () { return true; };';
const MODULE = "// a module\nimport { defineApplication } from 'afterglow-media/application';";

const FAR = zipFile({ 'lib.asc': '', 'chat.asc': ASC });

test.each<{ name: string; files: Record<string, string | Uint8Array>; found: string | undefined }>([
  { name: 'nothing', files: { 'readme.txt': '' }, found: undefined },
  { name: 'main.asc', files: { 'main.asc': ASC }, found: 'asc main.asc' },
  { name: 'the name of the application', files: { 'chat.asc': ASC }, found: 'asc chat.asc' },
  { name: 'main.asc before the name', files: { 'chat.asc': ASC, 'main.asc': ASC }, found: 'asc main.asc' },
  { name: '.asc before .js', files: { 'main.js': ASC, 'chat.asc': ASC }, found: 'asc chat.asc' },
  { name: 'main.js of old', files: { 'main.js': ASC }, found: 'asc main.js' },
  { name: 'the name with .js', files: { 'chat.js': ASC }, found: 'asc chat.js' },
  { name: 'main.js that imports', files: { 'main.js': MODULE, 'main.asc': ASC }, found: 'module main.js' },
  { name: 'main.js that exports', files: { 'main.js': 'export default 1;' }, found: 'module main.js' },
  { name: 'a comment about imports', files: { 'main.js': `/*\nimport x\n*/\n${ASC}` }, found: 'asc main.js' },
  { name: 'an import call', files: { 'main.js': 'import("x")' }, found: 'asc main.js' },
  { name: 'main.ts before all', files: { 'main.ts': '', 'main.asc': ASC, 'main.js': MODULE }, found: 'module main.ts' },
  { name: 'main.mjs', files: { 'main.mjs': '' }, found: 'module main.mjs' },
  { name: 'the folder scripts', files: { 'scripts/main.asc': ASC }, found: 'asc scripts/main.asc' },
  { name: 'the folder itself first', files: { 'scripts/main.ts': '', 'main.asc': ASC }, found: 'asc main.asc' },
  { name: 'an archive before scripts', files: { 'main.far': FAR, 'main.asc': ASC }, found: 'asc main.far/chat.asc' },
  { name: 'the archive of its name', files: { 'chat.far': FAR }, found: 'asc chat.far/chat.asc' },
  { name: 'a module before an archive', files: { 'main.far': FAR, 'main.ts': '' }, found: 'module main.ts' },
  { name: 'what is no archive', files: { 'main.far': 'x' }, found: 'asc main.far/main.asc' },
  { name: 'what is compiled', files: { 'main.ase': 'x' }, found: 'asc main.ase' },
  { name: 'a folder of that name', files: { 'main.asc/x': ASC }, found: undefined },
])('$name: $found', ({ files, found }) => {
  const folder = mkdtempSync(join(tmpdir(), 'find-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const script = findScript(folder, 'chat');
  expect(script && `${script.language} ${script.file.slice(folder.length + 1).replaceAll('\\', '/')}`).toBe(found);
});

test('an application without a folder has no script', () => {
  expect(findScript('/there/is/no/such/folder', 'chat')).toBeUndefined();
});
