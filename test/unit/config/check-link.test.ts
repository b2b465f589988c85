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
  [
    'link: { listen: [somewhere] }',
    'conf/server.yaml',
    'link.listen[0]: "somewhere" is not a Unix socket or an address',
  ],
  ['link: { keyFile: /nowhere }', 'conf/server.yaml', '1:18 link.keyFile: /nowhere cannot be used: ENOENT; name files'],
  ['proxy: { mode: away }', 'apps/live/application.yaml', 'proxy.mode: "away" is not one of local | remote'],
  [
    'proxy: { routeTable: ["origin"] }',
    'apps/live/application.yaml',
    'proxy.routeTable[0]: "origin" is not a route; write',
  ],
  [
    'proxy: { explicit: ["unix:/run/x"] }',
    'apps/live/application.yaml',
    'proxy.explicit[0]: "unix:/run/x" is not a server',
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

test('a port for links needs a certificate, its key and an authority', async () => {
  const { lines } = await loadFiles({ 'conf/server.yaml': 'link: { listen: ["unix:/run/x.sock", ":1945"] }\n' });
  expect(lines.map((line) => /link\.(\w+): it is missing, and link\.listen has a port/.exec(line)?.[1])).toEqual([
    ...['caFile', 'certFile', 'keyFile'],
  ]);
});

test('a certificate needs its key', async () => {
  const { lines } = await loadFiles({ 'conf/server.yaml': 'link: { certFile: /dev/null }\n' });
  expect(lines).toEqual([
    expect.stringContaining(
      '1:19 link.certFile: /dev/null holds no certificates; name files (PEM) with a certificate of',
    ),
    expect.stringContaining('link.keyFile: it is missing, and link.certFile names a certificate'),
  ]);
});

test('a Unix socket for links needs nothing', async () => {
  await loadValidFiles({ 'conf/server.yaml': 'link: { listen: ["unix:/run/x.sock"] }\n' });
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
