import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { configurationFolder } from '../../support/configuration-folder.js';
import { loadFiles } from '../../support/load-files.js';

const HOST = 'conf/_defaultRoot_/_defaultVHost_';

describe('mistakes in the configuration', () => {
  it.each([
    [
      'a wrong unit',
      'server.yaml',
      'shutdown:\n  timeout: 10 sec\n',
      'server.yaml:2:12 shutdown.timeout: "10 sec" is not a duration from 0s to 1h; write 500ms, 10s, 2m or 1h',
    ],
    [
      'a slip',
      'server.yaml',
      'loging:\n  level: info\n',
      'server.yaml:1:1 loging: there is no such key; did you mean logging?',
    ],
    [
      'a slip inside',
      'server.yaml',
      'shutdown: { timout: 1s }\n',
      'server.yaml:1:13 shutdown.timout: there is no such key; did you mean timeout?',
    ],
    [
      'a key in the wrong section',
      'server.yaml',
      'timeout: 1s\n',
      'server.yaml:1:1 timeout: there is no such key; did you mean shutdown.timeout?',
    ],
    [
      'a key in the wrong file',
      'server.yaml',
      'amf:\n  maxDepth: 8\n',
      'server.yaml:1:1 amf: there is no such key; it belongs into adaptor.yaml',
    ],
    [
      'something else',
      'server.yaml',
      'colour: red\n',
      'server.yaml:1:1 colour: there is no such key; remove it; the keys here are http, adminServer, logging, link, shutdown, configuration, autoCloseIdleClients',
    ],
    [
      'a name of the prototype',
      'server.yaml',
      '__proto__:\n  a: 1\n',
      'server.yaml:1:1 __proto__: there is no such key; remove it',
    ],
    [
      'a value for a section',
      'server.yaml',
      'shutdown: 10s\n',
      'server.yaml:1:11 shutdown: "10s" is not a section with keys of its own; write its keys below it, indented',
    ],
    [
      'a section for a value',
      'server.yaml',
      'shutdown:\n  timeout:\n    a: 1\n',
      'server.yaml:3:5 shutdown.timeout: a section is not a duration',
    ],
    [
      'a key without a value',
      'server.yaml',
      'shutdown:\n  timeout:\n',
      'server.yaml:2:11 shutdown.timeout: nothing is not a duration',
    ],
    [
      'yes for true',
      'server.yaml',
      'configuration:\n  watch: yes\n',
      'server.yaml:2:10 configuration.watch: "yes" is not true or false; write true or false',
    ],
    [
      'an item of a list',
      '_defaultRoot_/adaptor.yaml',
      'deny:\n  - 10.0.0.0/8\n  - somewhere\n',
      '_defaultRoot_/adaptor.yaml:3:5 deny[1]: "somewhere" is not an address rule',
    ],
    ['a syntax error', 'server.yaml', 'shutdown:\n  timeout: [1s\n', 'server.yaml:3:1 is not valid YAML: '],
    [
      'too long a file',
      'server.yaml',
      '#'.repeat(200_000),
      'server.yaml is no file of at most 128 KiB; make it shorter',
    ],
  ])('%s', async (_name, file, text, expected) => {
    const { configuration, lines, problems } = await loadFiles({ [`conf/${file}`]: text });
    expect(lines).toEqual([expect.stringContaining(`conf/${expected}`)]);
    expect(problems[0]!.severity).toBe('error');
    expect(configuration).toBeUndefined();
  });

  it('all of them are reported at once', async () => {
    const { lines } = await loadFiles(
      {
        'conf/server.yaml': 'shutdown: {timeout: soon}\nlogging: {level: loud}\n',
        'conf/_defaultRoot_/adaptor.yaml': 'amf: {maxDepth: many}\n',
        'apps/live/application.yaml': 'client: {maxStreams: 0}\n',
      },
      { set: ['logging.level=x'], listen: 'here' },
    );
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      '--set',
      'conf/server.yaml:1:21',
      'conf/server.yaml:2:18',
      'conf/_defaultRoot_/adaptor.yaml:1:17',
      'apps/live/application.yaml:1:22',
      '--listen',
    ]);
  });

  it('a file that is not UTF-8', async () => {
    const folder = await configurationFolder({ 'conf/': '' });
    await writeFile(join(folder, 'conf/server.yaml'), Uint8Array.of(0x61, 0x3a, 0xff, 0xfe));
    const { problems } = await loadConfiguration({ confDir: join(folder, 'conf'), appsDir: folder });
    expect(problems.map(({ message }) => message)).toEqual(['is not UTF-8']);
  });

  it('a folder where a file should be', async () => {
    const { lines } = await loadFiles({ 'conf/server.yaml/': '' });
    expect(lines).toEqual(['conf/server.yaml is no file of at most 128 KiB; make it shorter']);
  });

  it('no configuration folder', async () => {
    const { lines, configuration } = await loadFiles({}, { confDir: '/nowhere/conf' });
    expect(lines).toEqual([
      '/nowhere/conf there is no such folder; name the folder of server.yaml with --conf <dir>, or make it: an empty one means defaults',
    ]);
    expect(configuration).toBeUndefined();
  });

  it('no folder of applications, with which the server could start', async () => {
    const { lines, configuration } = await loadFiles({}, { appsDir: '/nowhere/apps' });
    expect(lines).toEqual([
      '/nowhere/apps there is no such folder; make it, or name the folder of the applications with --apps <dir>',
    ]);
    expect(configuration).toBeDefined();
  });

  it('an empty --apps', async () => {
    const { lines } = await loadFiles({}, { appsDir: '' });
    expect(lines).toContain('--apps appsDir: "" is not a folder or a list of folders; write apps or [apps, more]');
  });

  it('two listeners on one port', async () => {
    const { lines } = await loadFiles({ 'conf/more/adaptor.yaml': 'allow: [loopback]\n' });
    expect(lines).toEqual([
      'conf/more/adaptor.yaml hostPortList: :1935 is taken by :1935 of _defaultRoot_; give each listener a port of its own',
    ]);
  });

  it('one name for two virtual hosts', async () => {
    const { lines } = await loadFiles({
      'conf/_defaultRoot_/a.example.com/vhost.yaml': 'aliasList: [both.example.com, B.example.com]\n',
      'conf/_defaultRoot_/b.example.com/vhost.yaml': 'aliasList: [Both.example.com]\n',
    });
    expect(lines).toEqual([
      'conf/_defaultRoot_/a.example.com/vhost.yaml aliasList: B.example.com already leads to b.example.com; leave it in one of the two',
      'conf/_defaultRoot_/b.example.com/vhost.yaml aliasList: Both.example.com already leads to a.example.com; leave it in one of the two',
    ]);
  });

  it('files that nobody reads', async () => {
    const { lines, configuration } = await loadFiles({
      'conf/server.yml': '',
      'conf/second/adapter.yaml': '',
      [`${HOST}/users.yaml`]: '',
    });
    expect(lines.sort()).toEqual([
      `${HOST}/users.yaml is not read; the files here are vhost.yaml, application.yaml`,
      'conf/second/adapter.yaml is not read; did you mean adaptor.yaml?',
      'conf/server.yml is not read; did you mean server.yaml?',
    ]);
    expect(configuration).toBeDefined();
  });

  it('in applications that two virtual hosts share are told once', async () => {
    const { lines } = await loadFiles({
      'conf/_defaultRoot_/a.example.com/vhost.yaml': '',
      'apps/live/application.yaml': 'nothing: 1\n',
    });
    expect(lines).toHaveLength(1);
  });
});
