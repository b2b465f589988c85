import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applicationSettings } from '../../../src/config/configuration.js';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { configurationFolder } from '../../support/configuration-folder.js';
import { loadFiles, loadValidFiles } from '../../support/load-files.js';

const HOST = 'conf/_defaultRoot_/_defaultVHost_';

describe('what is loaded', () => {
  it('is the defaults if the folder is empty', async () => {
    const { server, adaptors } = await loadValidFiles({});
    expect(server.shutdown.timeout).toBe(10_000);
    expect(adaptors.map(({ name, hostPortList }) => ({ name, hostPortList }))).toEqual([
      { name: '_defaultRoot_', hostPortList: [{ port: 1935 }] },
    ]);
    expect(adaptors[0]!.resourceLimits.maxConnections).toBe(Infinity);
    const [host] = adaptors[0]!.virtualHosts;
    expect(host).toMatchObject({ name: '_defaultVHost_', resourceLimits: { maxAppInstances: 15_000 } });
    expect(host!.applicationDefaults).toMatchObject({
      maxAppIdleTime: 1_200_000,
      publish: { allow: ['all'], requires: 'key', exempt: ['loopback'] },
      client: { msgQueue: { live: { maxSize: 10_000_000 } } },
    });
  });

  it('is every level, with what no file says left as it is', async () => {
    const { server, adaptors } = await loadValidFiles({
      'conf/server.yaml': 'shutdown:\n  timeout: 500ms\nlogging:\n',
      'conf/_defaultRoot_/adaptor.yaml': 'rtmp:\n  pingPeriod: 5s\n',
      'conf/inside/adaptor.yaml': 'hostPortList: ["[::1]:0"]\ndeny: [all]\n',
      [`${HOST}/vhost.yaml`]: 'aliasList: [media.example.com, 192.0.2.7]\n',
      'conf/_defaultRoot_/tv.example.com/application.yaml': 'loadOnStartup: true\n',
      'conf/certificates/readme.txt': 'not an adaptor',
    });
    expect(server).toMatchObject({ shutdown: { timeout: 500 }, logging: { level: 'info' } });
    expect(adaptors.map(({ name }) => name)).toEqual(['_defaultRoot_', 'inside']);
    expect(adaptors[0]!.rtmp).toMatchObject({ pingPeriod: 5000, pingTimeout: 30_000 });
    expect(adaptors[1]).toMatchObject({ hostPortList: [{ host: '::1', port: 0 }], deny: ['all'], allow: ['all'] });
    expect(adaptors[0]!.virtualHosts.map(({ name }) => name)).toEqual(['_defaultVHost_', 'tv.example.com']);
    expect(adaptors[0]!.virtualHosts[0]!.aliasList).toEqual(['media.example.com', '192.0.2.7']);
    expect(adaptors[0]!.virtualHosts[1]!.applicationDefaults.loadOnStartup).toBe(true);
    expect(adaptors[1]!.virtualHosts.map(({ name }) => name)).toEqual(['_defaultVHost_']);
  });

  it('cannot be changed', async () => {
    const { server, adaptors } = await loadValidFiles({});
    expect(Object.isFrozen(server.logging)).toBe(true);
    expect(Object.isFrozen(adaptors[0]!.virtualHosts[0]!.applicationDefaults.publish.allow)).toBe(true);
  });

  it('takes the command line over every file', async () => {
    const { server, adaptors } = await loadValidFiles(
      {
        'conf/server.yaml': 'logging: {level: warn}\n',
        'conf/_defaultRoot_/adaptor.yaml': 'hostPortList: [":80"]\n',
        [`${HOST}/application.yaml`]: 'noOverride: [client.maxStreams]\n',
        'apps/live/application.yaml': 'client: {outChunkSize: 128}\n',
      },
      { listen: '127.0.0.1:0', set: ['logging.level=error', 'application.client.outChunkSize=1KiB'] },
    );
    expect(server.logging.level).toBe('error');
    expect(adaptors[0]!.hostPortList).toEqual([{ host: '127.0.0.1', port: 0 }]);
    const [host] = adaptors[0]!.virtualHosts;
    expect(applicationSettings(host!, 'live').client.outChunkSize).toBe(1024);
    expect(applicationSettings(host!, 'another').client.outChunkSize).toBe(1024);
  });
});

describe('applications', () => {
  it('override what their virtual host says, element by element', async () => {
    const { adaptors } = await loadValidFiles({
      [`${HOST}/application.yaml`]:
        'client:\n  outChunkSize: 8192\n  maxStreams: 7\npublish:\n  allow: [10.0.0.0/8]\n  deny: [10.1.0.0/16]\n',
      'apps/live/application.yaml': 'client:\n  outChunkSize: 512\npublish:\n  allow: [all]\n',
      'apps/vod/': '',
      'apps/.git/': '',
      'apps/readme.md': 'no application',
    });
    const [host] = adaptors[0]!.virtualHosts;
    expect([...host!.applicationFolders.keys()]).toEqual(['live', 'vod']);
    expect(applicationSettings(host!, 'live')).toMatchObject({
      client: { outChunkSize: 512, maxStreams: 7 },
      publish: { allow: ['all'], deny: ['10.1.0.0/16'] },
    });
    expect(applicationSettings(host!, 'vod')).toBe(host!.applicationDefaults);
    expect(host!.applicationDefaults.client.outChunkSize).toBe(8192);
  });

  it('are looked for in several folders; the first that has one counts', async () => {
    const folder = await configurationFolder({
      'conf/': '',
      'first/live/application.yaml': 'client: {maxStreams: 1}\n',
      'second/live/application.yaml': 'client: {maxStreams: 2}\n',
      'second/vod/': '',
    });
    await writeFile(join(folder, 'conf/server.yaml'), '');
    const { configuration } = await loadConfiguration({
      confDir: join(folder, 'conf'),
      set: [`vhost.appsDir=[${join(folder, 'first')}, ${join(folder, 'second')}]`],
    });
    const [host] = configuration!.adaptors[0]!.virtualHosts;
    expect(Object.fromEntries(host!.applicationFolders)).toEqual({
      live: join(folder, 'first/live'),
      vod: join(folder, 'second/vod'),
    });
    expect(applicationSettings(host!, 'live').client.maxStreams).toBe(1);
  });

  it('cannot override what their virtual host keeps', async () => {
    const { configuration, problems, lines } = await loadFiles({
      [`${HOST}/application.yaml`]: 'noOverride: [client.bandwidth, maxAppIdleTime]\n',
      'apps/live/application.yaml':
        'client:\n  bandwidth:\n    serverToClient: 1MB\n  maxStreams: 3\nmaxAppIdleTime: 1s\nnoOverride: []\n',
    });
    const parent = `${HOST}/application.yaml`;
    expect(lines).toEqual([
      `apps/live/application.yaml:2:3 client.bandwidth: may not be set here: ${parent} lists it under noOverride; remove it, or set it in ${parent}`,
      `apps/live/application.yaml:5:1 maxAppIdleTime: may not be set here: ${parent} lists it under noOverride; remove it, or set it in ${parent}`,
      `apps/live/application.yaml:6:1 noOverride: only a virtual host has this key; remove it, or set it in ${parent}`,
    ]);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
    const live = applicationSettings(configuration!.adaptors[0]!.virtualHosts[0]!, 'live');
    expect(live).toMatchObject({ maxAppIdleTime: 1_200_000, client: { maxStreams: 3 } });
    expect(live.client.bandwidth.serverToClient).toBe(2_500_000);
    expect(live.noOverride).toEqual(['client.bandwidth', 'maxAppIdleTime']);
  });
});

describe('the fingerprint', () => {
  it('is the same for the same files and another for others', async () => {
    const { folder, fingerprint } = await loadFiles({ 'conf/server.yaml': 'logging: {level: info}\n' });
    const again = () => loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps') });
    expect((await again()).fingerprint).toBe(fingerprint);
    await writeFile(join(folder, 'conf/server.yaml'), 'logging: {level: warn}\n');
    expect((await again()).fingerprint).not.toBe(fingerprint);
  });

  it('follows links, and their targets are watched', async () => {
    const folder = await configurationFolder({ 'conf/': '', 'elsewhere/real.yaml': 'logging: {level: warn}\n' });
    await symlink(join(folder, 'elsewhere/real.yaml'), join(folder, 'conf/server.yaml'));
    const { configuration, watched } = await loadConfiguration({ confDir: join(folder, 'conf'), appsDir: folder });
    expect(configuration!.server.logging.level).toBe('warn');
    expect(watched).toContainEqual({ path: join(folder, 'elsewhere'), names: new Set(['real.yaml']) });
  });
});
