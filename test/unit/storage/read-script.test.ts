import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScript } from '../../../src/storage/read-script.js';

let root: string;
let app: string;
let library: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'scripts-'));
  [app, library] = [join(root, 'app'), join(root, 'lib')];
  await mkdir(join(app, 'sub'), { recursive: true });
  await mkdir(library);
  await writeFile(join(root, 'secret.asc'), 'secret');
  await writeFile(join(app, 'main.asc'), '\ufeffmain: ä');
  await writeFile(join(app, 'both.asc'), 'of the application');
  await writeFile(join(app, 'sub', 'part.asc'), 'part');
  await writeFile(join(app, 'sub', 'both.asc'), 'beside it');
  await writeFile(join(library, 'netservices.asc'), 'of the library');
});
afterAll(() => rm(root, { recursive: true }));

describe('readScript', () => {
  const cases = [
    { name: 'main.asc', file: 'main.asc', text: 'main: ä' },
    { name: 'sub/part.asc', file: 'sub/part.asc', text: 'part' },
    { name: 'both.asc', file: 'both.asc', text: 'of the application' },
    { name: 'both.asc', from: 'sub/part.asc', file: 'sub/both.asc', text: 'beside it' },
    { name: 'main.asc', from: 'sub/part.asc', file: 'main.asc', text: 'main: ä' },
    { name: '../main.asc', from: 'sub/part.asc', file: 'main.asc', text: 'main: ä' },
    { name: 'netservices.asc', file: '/netservices.asc', text: 'of the library' },
    { name: 'none.asc' },
    { name: 'sub' },
    { name: '' },
    { name: '../secret.asc' },
    { name: '../../secret.asc', from: 'sub/part.asc' },
    { name: 'main.asc\0.txt' },
  ];
  it.each(cases)('finds $name from $from', ({ name, from, file, text }) => {
    const found = readScript(name, from, app, [library]);
    if (file === undefined) expect(found).toBeUndefined();
    else expect(found).toEqual({ file: file.startsWith('/') ? library + file : file, text });
  });

  it('reads beside a script of a library', () => {
    const from = join(library, 'netservices.asc');
    expect(readScript('netservices.asc', from, app, [library])?.text).toBe('of the library');
  });
});
