import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WatchFolder } from '../../../src/config/watch-folder.js';
import type { Files } from '../../support/configuration-folder.js';
import { watcherSetup } from '../../support/watcher-setup.js';

const SERVER = { 'conf/server.yaml': 'logging: {level: info}\n' };

/** Watches by hand: a test says what the operating system would. */
class ManualWatches {
  readonly open = new Map<string, { changed: (name?: string) => void; failed: (error: Error) => void }>();
  readonly refused = new Set<string>();

  readonly watchFolder: WatchFolder = (path, changed, failed) => {
    const name = path.split('/').at(-1)!;
    if (this.refused.has(name)) throw new Error('no space left');
    this.open.set(name, { changed, failed });
    return { close: () => this.open.delete(name) };
  };
}

describe('reloading when asked to', () => {
  it('takes what is valid and reports it, even if nothing changed', async () => {
    const { watcher, reports, server } = await watcherSetup(SERVER, new ManualWatches().watchFolder);
    await writeFile(server, 'logging: {level: warn}\n');
    await watcher.reload();
    await watcher.reload();
    expect(reports.lines).toEqual(['changed: logging.level info → warn', 'changed: ']);
    expect(watcher.configuration.server.logging.level).toBe('warn');
  });

  it('keeps what it had if there is a mistake', async () => {
    const { watcher, reports, server } = await watcherSetup(SERVER, new ManualWatches().watchFolder);
    await writeFile(server, 'logging: {level: loud}\n');
    await watcher.reload();
    expect(reports.lines).toEqual([
      'rejected: conf/server.yaml:1:18 logging.level: "loud" is not one of debug | info | warn | error; write one of debug | info | warn | error',
    ]);
    expect(watcher.configuration.server.logging.level).toBe('info');
  });

  it('does one after the other', async () => {
    const { watcher, reports, loads } = await watcherSetup(SERVER, new ManualWatches().watchFolder);
    await Promise.all([watcher.reload(), watcher.reload(), watcher.reload()]);
    expect(loads()).toBe(3);
    expect(reports.lines).toEqual(['changed: ', 'changed: ', 'changed: ']);
  });

  it('begins and ends watching as configuration.watch says', async () => {
    const watches = new ManualWatches();
    const { watcher, server } = await watcherSetup(SERVER, watches.watchFolder);
    await watcher.start();
    expect(watches.open.size).toBeGreaterThan(0);
    await writeFile(server, 'configuration: {watch: false}\n');
    await watcher.reload();
    expect(watches.open.size).toBe(0);
    await writeFile(server, 'configuration: {watch: true}\n');
    await watcher.reload();
    expect(watches.open.has('conf')).toBe(true);
  });
});

describe('watching', () => {
  async function watching(files: Files = SERVER) {
    const watches = new ManualWatches();
    const setup = await watcherSetup(files, watches.watchFolder);
    await setup.watcher.start();
    setup.clock.advance(200);
    await setup.watcher.reload();
    setup.reports.lines.length = 0;
    return { ...setup, watches, before: setup.loads() };
  }

  it('reads once when the files have been quiet for a while', async () => {
    const { watches, clock, server, reports, loads, before } = await watching();
    await writeFile(server, 'logging: {level: warn}\n');
    for (let step = 0; step < 5; step++) {
      watches.open.get('conf')!.changed('server.yaml');
      clock.advance(150);
    }
    expect(loads()).toBe(before);
    clock.advance(50);
    expect(await reports.reach(1)).toEqual(['changed: logging.level info → warn']);
    expect(loads()).toBe(before + 1);
    expect(clock.timers).toBe(0);
  });

  it('does not wait for ever for quiet', async () => {
    const { watches, clock, server, reports } = await watching();
    await writeFile(server, 'logging: {level: warn}\n');
    for (let step = 0; step < 20; step++) {
      watches.open.get('conf')!.changed('server.yaml');
      clock.advance(100);
    }
    expect(await reports.reach(1)).toEqual(['changed: logging.level info → warn']);
  });

  it('says nothing if the content is the same', async () => {
    const { watches, clock, watcher, reports, server } = await watching();
    await writeFile(server, SERVER['conf/server.yaml']);
    watches.open.get('conf')!.changed('server.yaml');
    clock.advance(200);
    await watcher.reload();
    expect(reports.lines).toEqual(['changed: ']);
  });

  it('reports a mistake once, and that it is mended', async () => {
    const { watches, clock, reports, server } = await watching();
    await writeFile(server, 'logging: {level: [\n');
    watches.open.get('conf')!.changed();
    clock.advance(200);
    expect(await reports.reach(1)).toEqual([
      expect.stringContaining('rejected: conf/server.yaml:2:1 is not valid YAML'),
    ]);
    watches.open.get('conf')!.changed();
    clock.advance(200);
    await writeFile(server, SERVER['conf/server.yaml']);
    watches.open.get('conf')!.changed();
    clock.advance(200);
    expect((await reports.reach(2)).slice(1)).toEqual(['changed: ']);
  });

  it('looks only at what counts in the folder of an application', async () => {
    const { watches, clock } = await watching();
    watches.open.get('live')!.changed('main.asc');
    expect(clock.timers).toBe(0);
    watches.open.get('live')!.changed('application.yaml');
    expect(clock.timers).toBeGreaterThan(0);
  });

  it('watches folders that are new and drops those that are gone', async () => {
    const { watches, folder, watcher } = await watching();
    await mkdir(join(folder, 'apps/vod'));
    await rm(join(folder, 'apps/live'), { recursive: true });
    await watcher.reload();
    expect([...watches.open.keys()]).toEqual(expect.arrayContaining(['conf', 'apps', 'vod']));
    expect(watches.open.has('live')).toBe(false);
  });

  it('tells of a folder that cannot be watched, and goes on', async () => {
    const watches = new ManualWatches();
    watches.refused.add('apps');
    const { watcher, reports } = await watcherSetup(SERVER, watches.watchFolder);
    await watcher.start();
    watches.open.get('conf')!.failed(new Error('gone'));
    expect(reports.lines).toEqual(['not watched: apps: no space left', 'not watched: conf: gone']);
    expect(watches.open.has('conf')).toBe(false);
  });

  it('leaves nothing behind when closed', async () => {
    const { watches, clock, watcher, reports, server } = await watching();
    await writeFile(server, 'logging: {level: warn}\n');
    watches.open.get('conf')!.changed();
    const reloading = watcher.reload();
    watcher.close();
    watcher.close();
    await reloading;
    expect(clock.timers).toBe(0);
    expect(watches.open.size).toBe(0);
    expect(reports.lines).toEqual([]);
  });
});
