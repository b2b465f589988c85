import { expect, test } from 'vitest';
import { loadFiles, loadValidFiles } from '../../support/load-files.js';

test.each([
  [
    'link: { secretFile: /nowhere }',
    'conf/server.yaml',
    '1:21 link.secretFile: /nowhere cannot be read: ENOENT; write the secret',
  ],
  ['link: { secretFile: /dev/null }', 'conf/server.yaml', 'link.secretFile: /dev/null holds less than 16 characters'],
  ['link: { caFile: /dev/null }', 'conf/server.yaml', 'link.caFile: /dev/null holds no certificates; name'],
  ['proxy: { mode: away }', 'apps/live/application.yaml', 'proxy.mode: "away" is not one of local | remote'],
  [
    'proxy: { routeTable: ["origin"] }',
    'apps/live/application.yaml',
    'proxy.routeTable[0]: "origin" is not a route; write',
  ],
  [
    'proxy: { explicit: ["http://a:1"] }',
    'apps/live/application.yaml',
    'proxy.explicit[0]: "http://a:1" is not a server',
  ],
])('%j is reported', async (text, file, problem) => {
  const { lines, configuration } = await loadFiles({ [file]: `${text}\n` });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(problem);
  expect(configuration).toBeUndefined();
});

test('remote mode needs no more than a route', async () => {
  const { adaptors } = await loadValidFiles({
    'apps/live/application.yaml': 'proxy: { mode: remote, routeTable: ["*:*;link://origin.example.com:1935"] }',
  });
  expect(adaptors[0]!.virtualHosts[0]!.applicationOverrides.get('live')?.proxy).toMatchObject({
    ...{ mode: 'remote', explicit: [], allow: [], anonymous: false, requestTimeout: 2000, maxOutage: 600_000 },
    routeTable: ['*:*;link://origin.example.com:1935'],
  });
});
