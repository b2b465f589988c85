import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { formatProblem } from '../../../src/config/problem.js';
import type { CheckedScripts } from '../../../src/main/check-scripts.js';
import { checkScripts } from '../../../src/main/check-scripts.js';
import { configurationFolder } from '../../support/configuration-folder.js';
import { zipFile } from '../../support/zip-file.js';

async function check(confDir: string, appsDir: string): Promise<CheckedScripts> {
  const { configuration, problems } = await loadConfiguration({ confDir, appsDir, set: [] });
  expect(problems.map(formatProblem)).toEqual([]);
  return checkScripts(configuration!);
}

test('the samples have no mistakes', async () => {
  const { count, problems } = await check('conf', 'apps');
  expect(problems.map(formatProblem)).toEqual([]);
  expect(count).toBeGreaterThan(4);
});

test('archives are read, and what is in them that cannot be is told', async () => {
  const folder = await configurationFolder({
    'conf/': '',
    'apps/good/': '',
    'apps/bad/': '',
    'apps/compiled/main.ase': 'x',
  });
  const files = {
    good: { 'main.asc': 'load("lib/a.asc"); a();', 'lib/a.asc': 'function a() {}' },
    bad: { 'bad.asc': 'nowhere();' },
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, 'apps', name, 'main.far'), zipFile(content));
  }
  const { count, problems } = await check(join(folder, 'conf'), join(folder, 'apps'));
  expect(count).toBe(3);
  expect(problems.map(formatProblem).sort()).toEqual([
    expect.stringMatching(/apps\/bad\/main\.far\/bad\.asc:1:1 .*nowhere/),
    expect.stringMatching(/apps\/compiled\/main\.ase .*put the script itself \(\.asc\) there/),
  ]);
});

test('mistakes are told with the file as one finds it, whatever it is written in, and each once', async () => {
  const folder = await configurationFolder({
    'conf/_defaultRoot_/_defaultVHost_/application.yaml': 'script: {libraries: []}\n',
    'apps/old/main.asc': 'application.nothing();\n',
    'apps/new/main.ts': "import './missing.js';\n",
    'apps/off/application.yaml': 'script: {enabled: false}\n',
    'apps/off/main.asc': ')',
    'apps/none/': '',
  });
  const { count, problems } = await check(join(folder, 'conf'), join(folder, 'apps'));
  expect(count).toBe(2);
  expect(problems.map(formatProblem).sort()).toEqual([
    expect.stringMatching(/apps\/new\/main\.ts:1:8 Could not resolve "\.\/missing\.js"; mend it/),
    expect.stringMatching(/apps\/old\/main\.asc:1:13 application has no member nothing/),
  ]);
});
