import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { createProgram } from '../../../src/main/cli.js';

afterEach(() => {
  process.exitCode = undefined;
});

/** Writes the files, imports them as a person does, and loads what comes of it as the server does. */
async function imported(command: string, from: string, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'afterglow-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text.replaceAll('FOLDER', folder));
  }
  const printed: string[] = [];
  const spies = (['log', 'error'] as const).map((way) =>
    vi.spyOn(console, way).mockImplementation((text: string) => void printed.push(text)),
  );
  const args = ['import', command, join(folder, from), '--to', join(folder, 'new')];
  await (await createProgram(args)).parseAsync(args, { from: 'user' });
  for (const spy of spies) spy.mockRestore();
  const { exitCode } = process;
  const loaded = await loadConfiguration({ confDir: join(folder, 'new/conf'), appsDir: join(folder, 'new/apps') });
  return { ...loaded, printed: printed.join('\n'), exitCode, folder };
}

const fmsTree = {
  'fms/conf/fms.ini': [
    '# variables',
    'SERVER.ADMIN_USERNAME = boss',
    'SERVER.ADMIN_PASSWORD = geheim',
    'ADAPTOR.HOSTPORT = :1936,1937',
    'VHOST.APPSDIR = FOLDER/fms/applications',
    'VOD_DIR = FOLDER/media',
  ].join('\n'),
  'fms/conf/Server.xml': `<Root><Server><AdminServer><HostPort>:1112</HostPort></AdminServer><AutoCloseIdleClients enable="true">
    <MaxIdleTime>600</MaxIdleTime></AutoCloseIdleClients><ResourceLimits><FLVCache><MaxSize>64</MaxSize></FLVCache></ResourceLimits>
    </Server></Root>`,
  'fms/conf/Logger.xml': '<Logger><Access><Events>connect;disconnect</Events></Access></Logger>',
  'fms/conf/Users.xml': `<Root><UserList><User name="\${SERVER.ADMIN_USERNAME}"><Password>\${SERVER.ADMIN_PASSWORD}</Password></User>
    </UserList></Root>`,
  'fms/conf/_defaultRoot_/Adaptor.xml': `<Adaptor><HostPortList><HostPort name="edge1">\${ADAPTOR.HOSTPORT}</HostPort></HostPortList>
    <Deny>192.0.2.0/24</Deny></Adaptor>`,
  'fms/conf/_defaultRoot_/_defaultVHost_/Vhost.xml': `<VirtualHost><AppsDir>\${VHOST.APPSDIR}</AppsDir><ResourceLimits>
    <MaxConnections>400</MaxConnections><MaxStreams>900</MaxStreams></ResourceLimits></VirtualHost>`,
  'fms/conf/_defaultRoot_/_defaultVHost_/Application.xml':
    '<Application><MaxAppIdleTime>300</MaxAppIdleTime><SharedObjManager><MaxPropertySize>4096</MaxPropertySize></SharedObjManager></Application>',
  'fms/conf/_defaultRoot_/edge.example.com/Vhost.xml': `<VirtualHost><Proxy><Mode>remote</Mode><RouteTable protocol="">
    <RouteEntry>*:*;origin.example.com:1935</RouteEntry></RouteTable></Proxy></VirtualHost>`,
  'fms/applications/vod/Application.xml': `<Application><StreamManager><VirtualDirectory><Streams>/;\${VOD_DIR}</Streams>
    </VirtualDirectory></StreamManager></Application>`,
  'fms/applications/vod/allowedHTMLdomains.txt': 'example.com\n',
  'media/README': '',
};

test('a tree of FMS becomes a configuration that the server takes, with its limits, folders and edges', async () => {
  const { configuration, problems, printed, exitCode, folder } = await imported('fms', 'fms', fmsTree);
  expect([exitCode, problems]).toEqual([0, []]);
  expect(configuration?.server).toMatchObject({
    adminServer: { hostPort: { host: '127.0.0.1', port: 1112 } },
    autoCloseIdleClients: { enable: true, maxIdleTime: 600_000 },
    recordedCache: { maxSize: 64 * 2 ** 20 },
    logging: { access: { events: ['connect', 'disconnect'] } },
  });
  const [adaptor] = configuration?.adaptors ?? [];
  expect(adaptor).toMatchObject({ hostPortList: [{ port: 1936 }, { port: 1937 }], deny: ['192.0.2.0/24'] });
  const hosts = new Map(adaptor?.virtualHosts.map((host) => [host.name, host]));
  const host = hosts.get('_defaultVHost_');
  expect(host?.resourceLimits).toMatchObject({ maxConnections: 400, maxStreams: 900 });
  const vod = host?.applicationOverrides.get('vod');
  expect(vod).toMatchObject({
    maxAppIdleTime: 300_000,
    sharedObjManager: { maxPropertySize: 4096 },
    streamManager: { streams: [{ prefix: '', dir: join(folder, 'media') }] },
    play: { pages: { allow: ['example.com', 'none'] } },
  });
  expect(hosts.get('edge.example.com')?.applicationDefaults.proxy).toMatchObject({ mode: 'remote' });
  expect(printed).toContain('afterglow user add boss');
  expect(printed).not.toContain('geheim');
});

test('a configuration of nginx, with the files that it includes, becomes one that the server takes', async () => {
  const { configuration, problems, printed, exitCode } = await imported('nginx-rtmp', 'nginx/nginx.conf', {
    'nginx/nginx.conf': 'worker_processes 1;\ninclude rtmp.d/*.conf;\n',
    'nginx/rtmp.d/a.conf': 'rtmp { server { listen 1936; include apps.conf; } }',
    'nginx/apps.conf':
      'application show { live on; hls on; allow publish 10.0.0.1; deny publish all; max_connections 9; }',
  });
  expect([exitCode, problems]).toEqual([0, []]);
  const [adaptor] = configuration?.adaptors ?? [];
  expect(adaptor?.hostPortList).toMatchObject([{ port: 1936 }]);
  expect(adaptor?.virtualHosts[0]?.applicationOverrides.get('show')).toMatchObject({
    publish: { allow: ['10.0.0.1'], requires: 'nothing' },
    resourceLimits: { maxClients: 9 },
  });
  expect(printed).toMatch(/apps\.conf:1 {2}hls on\n +It is always there/);
});

test.each([
  ['fms', 'nowhere', 'it is not there'],
  ['fms', 'empty', 'there is no Server.xml'],
  ['nginx-rtmp', 'empty', 'it is a folder; name the file'],
])('import %s %s ends with 1 and says why', async (command, from, says) => {
  const { printed, exitCode } = await imported(command, from, { 'empty/README': '' });
  expect(exitCode).toBe(1);
  expect(printed).toContain(says);
});
