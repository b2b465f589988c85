import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationChanges } from '../../../src/config/configuration-changes.js';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { configurationFolder, writeFiles } from '../../support/configuration-folder.js';
import type { Files } from '../../support/configuration-folder.js';

const HOST = 'conf/_defaultRoot_/_defaultVHost_';

/** What changes when `after` is written over `before`, one line a change. */
async function changes(before: Files, after: Files): Promise<string[]> {
  const folder = await configurationFolder({ 'conf/': '', 'apps/live/': '', ...before });
  const load = async () => {
    const { configuration } = await loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps') });
    return configuration!;
  };
  const old = await load();
  await writeFiles(folder, after);
  return configurationChanges(old, await load()).map(
    ({ scope, key, from, to, needsRestart }) => `${scope} ${key}: ${from} → ${to}${needsRestart ? ' (restart)' : ''}`,
  );
}

describe('changes', () => {
  it('are none if the files only say the same in another way', async () => {
    const before = { 'conf/server.yaml': 'shutdown: {timeout: 60s}\n' };
    expect(await changes(before, { 'conf/server.yaml': '# a minute\nshutdown:\n  timeout: 1m\n' })).toEqual([]);
  });

  it('are told of every level, as they would be written', async () => {
    const after = {
      'conf/server.yaml': 'shutdown: {timeout: 2m}\n',
      'conf/_defaultRoot_/adaptor.yaml': 'hostPortList: ["[::1]:0"]\nresourceLimits: {maxConnections: 5}\n',
      [`${HOST}/vhost.yaml`]: 'aliasList: [a.example.com]\nresourceLimits: {maxStreams: -1}\n',
      [`${HOST}/application.yaml`]: 'client: {msgQueue: {live: {maxSize: 1MiB}}}\nloadOnStartup: true\n',
    };
    expect(await changes({}, after)).toEqual([
      'server shutdown.timeout: 10s → 2m',
      '_defaultRoot_ hostPortList: [":1935"] → ["[::1]:0"] (restart)',
      '_defaultRoot_ resourceLimits.maxConnections: -1 → 5',
      '_defaultRoot_/_defaultVHost_ aliasList: [] → ["a.example.com"]',
      '_defaultRoot_/_defaultVHost_ resourceLimits.maxStreams: 250000 → -1',
      '_defaultRoot_/_defaultVHost_ application.loadOnStartup: false → true',
      '_defaultRoot_/_defaultVHost_ application.client.msgQueue.live.maxSize: 10MB → 1MiB',
    ]);
  });

  it('are told of an application, but not what it inherits', async () => {
    const before = { 'apps/live/application.yaml': 'client: {maxStreams: 3}\n' };
    const after = {
      [`${HOST}/application.yaml`]: 'client: {outChunkSize: 8KiB}\n',
      'apps/live/application.yaml': 'client: {maxStreams: 4}\n',
    };
    expect(await changes(before, after)).toEqual([
      '_defaultRoot_/_defaultVHost_ application.client.outChunkSize: 4KiB → 8KiB',
      '_defaultRoot_/_defaultVHost_/live client.maxStreams: 3 → 4',
    ]);
  });

  it('are adaptors, virtual hosts and applications that are new', async () => {
    const after = {
      'conf/inside/adaptor.yaml': 'hostPortList: [":1936"]\n',
      'conf/_defaultRoot_/a.example.com/vhost.yaml': '',
      'apps/vod/': '',
    };
    expect(await changes({}, after)).toEqual([
      'server adaptors: ["_defaultRoot_"] → ["_defaultRoot_","inside"] (restart)',
      '_defaultRoot_ virtualHosts: ["_defaultVHost_"] → ["_defaultVHost_","a.example.com"]',
      '_defaultRoot_/_defaultVHost_ applications: ["live"] → ["live","vod"]',
    ]);
  });

  it('are playlists that are new, gone, or say something else', async () => {
    const items = Array.from({ length: 8 }, (_, index) => `{play: f${index}}`);
    const before = {
      'apps/live/playlists/a.yaml': `items: [${items.join()}]\n`,
      'apps/live/playlists/b.yaml': 'items: [{play: x}]\nstart: "9:05"\n',
      'apps/live/playlists/c.yaml': 'items: [{play: x}, {live: l}]\n',
    };
    const after = {
      'apps/live/playlists/a.yaml': `items: [${[...items.slice(0, 2), '{play: ad, start: 90s}', ...items.slice(2)].join()}]\n`,
      'apps/live/playlists/b.yaml': 'items: [{play: x}]\nstart: 2026-12-24T20:00:00Z\nloop: true\n',
      'apps/live/playlists/c.yaml': '# the same\nitems:\n  - play: x\n  - live: l\n',
      'apps/live/playlists/d.yaml': 'items: [{play: x}]\n',
    };
    const scope = '_defaultRoot_/_defaultVHost_/live';
    expect(await changes(before, after)).toEqual([
      `${scope} playlists: ["a","b","c"] → ["a","b","c","d"]`,
      `${scope} playlists.a.items: ["…","f2","f3","f4","f5","f6","…"] → ["…","ad, start 90s","f2","f3","f4","f5","…"]`,
      `${scope} playlists.b.loop: false → true`,
      `${scope} playlists.b.start: 09:05 → 2026-12-24T20:00:00.000Z`,
    ]);
    expect(
      await changes(
        { ...after },
        { 'apps/live/playlists/c.yaml': 'items: [{play: x}, {live: l, wait: 5s, length: 10m}]\n' },
      ),
    ).toEqual([`${scope} playlists.c.items: ["…","live l"] → ["…","live l, length 10m, wait 5s"]`]);
    expect(
      await changes({ ...after }, { 'apps/live/playlists/c.yaml': 'items: [{play: x}, {live: l}, {play: y}]\n' }),
    ).toEqual([`${scope} playlists.c.items: ["…"] → ["…","y"]`]);
  });
});
