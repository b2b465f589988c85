import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { bundleApplication, problemText } from '../../../../src/script/host/bundle-application.js';
import type { ApplicationBundle } from '../../../../src/script/host/bundle-application.js';
import type { Files } from '../../../support/configuration-folder.js';
import { configurationFolder } from '../../../support/configuration-folder.js';

const packages: Files = {
  'node_modules/esm-only/package.json': '{ "type": "module", "exports": { "import": "./index.js" } }',
  'node_modules/esm-only/index.js': 'export const answer = 42;',
  'node_modules/dual/package.json': '{ "exports": { "module": "./bundlers.js", "import": "./node.mjs" } }',
  'node_modules/dual/node.mjs': 'export const kind = "node";',
  'node_modules/dual/bundlers.js': 'export const kind = "bundlers";',
  'node_modules/workspace/package.json': '{ "main": "index.ts" }',
  'node_modules/workspace/index.ts': 'export const shared: number = 7;',
};

async function bundle(files: Files): Promise<ApplicationBundle & { readonly folder: string }> {
  const folder = await configurationFolder(files);
  const read = (path: string): Promise<string> => readFile(path, 'utf8');
  return { folder, ...(await bundleApplication({ folder, file: join(folder, 'main.ts'), read })) };
}

it('takes the files of the application in, and leaves packages where they are', async () => {
  const {
    code = '',
    errors,
    files,
    folder,
  } = await bundle({
    ...packages,
    'main.ts': `import { room } from './lib/room.js'; import data from './data.json';
      import { answer } from 'esm-only'; import { kind } from 'dual'; import { shared } from 'workspace';
      import { readFileSync } from 'node:fs'; import { defineApplication } from 'afterglow-media/application';
      console.log(room, data, answer, kind, shared, readFileSync, defineApplication);`,
    'lib/room.ts': 'export const room: string = "a room";',
    'data.json': '{ "seats": 12 }',
  });
  expect(errors).toEqual([]);
  const imports = [...code.matchAll(/ from "(.*?)"/g)].map(([, path]) => path!.replace(pathToFileURL(folder).href, ''));
  const server = pathToFileURL(join(process.cwd(), 'src/script/ts/index.ts')).href;
  expect(imports.sort()).toEqual(
    ['/node_modules/dual/node.mjs', '/node_modules/esm-only/index.js', 'node:fs', server].sort(),
  );
  expect(code).toContain('"a room"');
  expect(code).toContain('seats: 12');
  expect(code).toContain('shared = 7');
  const own = ['main.ts', 'lib/room.ts', 'data.json', 'node_modules/workspace/index.ts'];
  expect([...files].sort()).toEqual(own.map((file) => join(folder, file)).sort());
});

it('gives each file its own import.meta', async () => {
  const { code = '', folder } = await bundle({
    'main.ts': `import './lib/room.js'; console.log(import.meta.url);`,
    'lib/room.ts': 'console.log(import.meta.dirname, import.meta.filename);',
  });
  for (const place of [pathToFileURL(join(folder, 'main.ts')).href, join(folder, 'lib'), join(folder, 'lib/room.ts')]) {
    expect(code).toContain(JSON.stringify(place));
  }
  expect(code).not.toContain('import.meta');
});

it('names its sources where they are, for stack traces', async () => {
  const { code = '', folder } = await bundle({
    'main.ts': `import './lib/room.js'; throw 2;`,
    'lib/room.ts': 'throw 1;',
  });
  const [, base64 = ''] = /sourceMappingURL=data:application\/json;base64,(.*)/.exec(code) ?? [];
  const map = JSON.parse(Buffer.from(base64, 'base64').toString()) as { sourceRoot: string; sources: string[] };
  const sources = map.sources.map((source) => new URL(source, map.sourceRoot).href);
  expect(sources).toEqual(['lib/room.ts', 'main.ts'].map((file) => pathToFileURL(join(folder, file)).href));
});

it.each([
  [
    'a mistake in the syntax',
    { 'main.ts': 'const a = 1;\nconst = 2;' },
    'main.ts:2:7: Expected identifier',
    'const = 2;',
  ],
  ['a file that is not there', { 'main.ts': `import './gone.js';` }, 'main.ts:1:8: Could not resolve "./gone.js"', ''],
  [
    'a file further down',
    { 'main.ts': `import './a.js';`, 'a.ts': 'import "x y";' },
    'a.ts:1:8: Could not resolve',
    '',
  ],
  ['a package that is not there', { 'main.ts': `import '@a/b/c';` }, 'Could not resolve "@a/b/c"', 'npm install @a/b`'],
  ['a package without such a part', { ...packages, 'main.ts': `import 'dual/x';` }, 'main.ts:1:8:', '"dual/x"'],
])('says where there is %s', async (_, files, where, what) => {
  const { code, errors, folder, files: read } = await bundle(files);
  expect(code).toBeUndefined();
  expect(problemText({ errors })).toContain(where);
  expect(problemText({ errors })).toContain(what);
  expect(read).toContain(join(folder, 'main.ts'));
});
