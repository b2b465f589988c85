import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../support/load-files.js';

const HOST = 'conf/_defaultRoot_/_defaultVHost_/application.yaml';
const MEND = 'make it, or name another; a relative one is looked for where the server is started';
const streams = (...items: string[]) => `streamManager:\n  streams: [${items.join(', ')}]\n`;

describe('a folder of recorded media that does not exist', () => {
  it('is a warning where it is named, and the server starts', async () => {
    const conf = streams('{prefix: news, dir: /nowhere/news}', '{dir: /tmp}', '{dir: /nowhere/all}');
    const { lines, problems, configuration } = await loadFiles({ [HOST]: conf });
    expect(lines).toEqual([
      `${HOST}:2:33 streamManager.streams[0].dir: /nowhere/news does not exist; ${MEND}`,
      `${HOST}:2:68 streamManager.streams[2].dir: /nowhere/all does not exist; ${MEND}`,
    ]);
    expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['warning']));
    expect(configuration?.adaptors[0]?.virtualHosts[0]?.applicationDefaults.streamManager.streams).toEqual([
      { prefix: 'news', dir: '/nowhere/news' },
      { prefix: '/', dir: '/tmp' },
      { prefix: '/', dir: '/nowhere/all' },
    ]);
  });

  it('is reported for the file of the application that names it, and not for those that inherit it', async () => {
    const files = {
      [HOST]: 'streamManager:\n  storageDir: /nowhere/here\n',
      'apps/a/application.yaml': 'maxAppIdleTime: 5m\n',
      'apps/b/application.yaml': 'streamManager:\n  storageDir: /nowhere/b\n',
    };
    expect((await loadFiles(files)).lines).toEqual([
      `${HOST}:2:15 streamManager.storageDir: /nowhere/here does not exist; ${MEND}`,
      `apps/b/application.yaml:2:15 streamManager.storageDir: /nowhere/b does not exist; ${MEND}`,
    ]);
  });

  it('is reported as it was set on the command line', async () => {
    const set = ['application.streamManager.storageDir=/nowhere'];
    expect((await loadFiles({}, { set })).lines).toEqual([
      `--set application.streamManager.storageDir streamManager.storageDir: /nowhere does not exist; ${MEND}`,
    ]);
  });

  it('is not a file either', async () => {
    const path = join(tmpdir(), `no-folder-${process.pid}`);
    mkdirSync(path, { recursive: true });
    const file = join(path, 'file');
    writeFileSync(file, '');
    const { lines } = await loadFiles({ [HOST]: streams(`{dir: ${file}}`) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${file} is no folder`);
  });
});

describe('a virtual directory that is none', () => {
  it.each([
    {
      item: '/srv/news',
      says: 'streams[0]: "/srv/news" is not a virtual directory; write {prefix: news, dir: /srv/news}',
    },
    { item: '{prefix: news}', says: 'streams[0].dir: nothing is not a folder; write a path such as /srv/news' },
    { item: '{dir: ""}', says: 'streams[0].dir: "" is not a folder; write a path such as /srv/news' },
    { item: '{prefix: ../up, dir: /tmp}', says: 'streams[0].prefix: "../up" is not the beginning of a name' },
    { item: '{prefix: a//b, dir: /tmp}', says: 'streams[0].prefix' },
    { item: '{dir: /tmp, virtualKey: ""}', says: 'streams[0].virtualKey' },
    { item: '{dir: /tmp, folder: /tmp}', says: 'streams[0].folder: there is no such key' },
  ])('$item', async ({ item, says }) => {
    const { lines, configuration } = await loadFiles({ [HOST]: streams(item) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(says);
    expect(configuration).toBeUndefined();
  });

  it.each(['/', '', 'news', '/news', 'news/', '/news/sport/'])('but %j is a prefix', async (prefix) => {
    expect((await loadFiles({ [HOST]: streams(`{prefix: '${prefix}', dir: /tmp}`) })).lines).toEqual([]);
  });
});

describe('a virtual key', () => {
  const VHOST = 'conf/_defaultRoot_/_defaultVHost_/vhost.yaml';
  const keys = (item: string) => ({ [VHOST]: `virtualKeys: [${item}]\n` });

  it('is for a range of versions', async () => {
    const { lines, configuration } = await loadFiles(keys("{from: 'WIN 7,0,19,0', to: 'WIN 9', key: A}"));
    expect(lines).toEqual([]);
    expect(configuration?.adaptors[0]?.virtualHosts[0]?.virtualKeys).toEqual([
      { from: 'WIN 7,0,19,0', to: 'WIN 9', key: 'A' },
    ]);
  });

  it.each([
    { item: "{from: '7', to: 'WIN 9', key: A}", says: 'virtualKeys[0].from: "7" is not a version of a player' },
    { item: "{from: 'WIN 7', key: A}", says: 'virtualKeys[0].to: nothing is not a version of a player' },
    { item: "{from: 'WIN 7', to: 'WIN 9', key: ''}", says: 'virtualKeys[0].key: "" is not a virtual key' },
    { item: 'A', says: 'virtualKeys[0]: "A" is not a range of versions with a key' },
  ])('but not $item', async ({ item, says }) => {
    const { lines } = await loadFiles(keys(item));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(says);
  });
});
