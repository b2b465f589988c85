import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configurationChanges } from '../../../src/config/configuration-changes.js';
import { configurationFolder } from '../../support/configuration-folder.js';
import { loadFiles, loadValidFiles } from '../../support/load-files.js';

const FILE = 'apps/live/application.yaml';
const loadHooks = (text: string) => loadFiles({ [FILE]: `hooks:\n  - ${text.replaceAll('\n', '\n    ')}\n` });

test('a webhook has defaults for all but its address and its events', async () => {
  const { applicationOverrides } = await loadValidFiles({
    [FILE]: 'hooks: [{ url: "https://site.example.com/hook", events: [publish] }]',
  }).then(({ adaptors }) => adaptors[0]!.virtualHosts[0]!);
  expect(applicationOverrides.get('live')?.hooks).toEqual([
    {
      url: 'https://site.example.com/hook',
      events: ['publish'],
      format: 'json',
      timeout: 3000,
      onFailure: 'deny',
      retries: 5,
      includeQuery: false,
      secretFile: '',
      caFile: '',
      allow: [],
    },
  ]);
});

test.each([
  [
    'url: site.example.com/hook\nevents: [publish]',
    '2:10 hooks[0].url: "site.example.com/hook" is not a web address; write',
  ],
  [
    'url: ftp://site.example.com/\nevents: [publish]',
    '2:10 hooks[0].url: "ftp://site.example.com/" is not a web address',
  ],
  ['url: http://a:99999/\nevents: [publish]', '2:10 hooks[0].url: "http://a:99999/" is not a web address'],
  ['url: https://a/\nevents: [publsh]', '3:14 hooks[0].events[0]: "publsh" is not an event; write connect'],
  ['url: https://a/\nevents: []', '3:13 hooks[0].events: [] is not a list of events'],
  ['url: https://a/', 'hooks[0].events: nothing is not a list of events'],
  ['events: [play]', 'hooks[0].url: nothing is not a web address'],
  ['url: https://a/\nevents: [play]\ntimeout: 1h', '4:14 hooks[0].timeout: "1h" is not a duration from 100ms to 1m'],
  [
    'url: https://a/\nevents: [play]\nonfailure: deny',
    '4:5 hooks[0].onfailure: there is no such key; did you mean onFailure?',
  ],
  ['url: https://a/\nevents: [play]\nallow: [10.0.0.0/99]', 'hooks[0].allow[0]: "10.0.0.0/99" is not an address rule'],
  ['url: http://169.254.169.254/\nevents: [play]', '2:10 hooks[0].url: 169.254.169.254 is no address for requests'],
  ['url: http://0/\nevents: [play]', '2:10 hooks[0].url: 0.0.0.0 is no address for requests'],
  [
    'url: https://a/\nevents: [play]\nsecretFile: /nowhere',
    '4:17 hooks[0].secretFile: /nowhere cannot be read: ENOENT; write a secret',
  ],
  ['url: https://a/\nevents: [play]\ncaFile: /dev/null', '4:13 hooks[0].caFile: /dev/null holds no certificates; name'],
])('%j is reported', async (text, problem) => {
  const { lines, configuration } = await loadHooks(text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(problem);
  expect(lines[0]).toMatch(/^apps\/live\/application\.yaml/);
  expect(configuration).toBeUndefined();
});

test('a password in an address is reported without it', async () => {
  const { lines } = await loadHooks('url: https://user:hunter2@site.example.com/\nevents: [play]');
  expect(lines).toEqual([expect.stringContaining('2:10 hooks[0].url: there is a user or a password')]);
  expect(lines.join()).not.toContain('hunter2');
});

test.each([
  ['is too short', 'x'.repeat(15), 'holds less than 16 characters'],
  ['is nothing but space', ' '.repeat(100), 'holds less than 16 characters'],
  ['is too long', 'x'.repeat(5000), 'holds more than 4096 bytes'],
  ['is good', `${'x'.repeat(16)}\n`, undefined],
])('a secret that %s', async (_what, secret, problem) => {
  const folder = await configurationFolder({ secret });
  const { lines } = await loadHooks(`url: https://a/\nevents: [play]\nsecretFile: ${join(folder, 'secret')}`);
  expect(lines).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
  expect(lines.join()).not.toContain('xxx');
});

test('webhooks of the virtual host are reported once, where they are', async () => {
  const { lines } = await loadFiles({
    'conf/_defaultRoot_/_defaultVHost_/application.yaml': 'hooks: [{ url: "http://0/", events: [play] }]',
    [FILE]: 'loadOnStartup: true',
    'apps/other/': '',
  });
  expect(lines).toEqual([expect.stringMatching(/_defaultVHost_\/application\.yaml:1:16 hooks\[0\]\.url/)]);
});

test('the log of a reload shows no secret of an address', async () => {
  const before = await loadValidFiles({ [FILE]: 'hooks: []' });
  const after = await loadValidFiles({
    [FILE]: 'hooks: [{ url: "https://a.example.com/hook?token=hunter2", events: [play] }]',
  });
  const [change] = configurationChanges(before, after).filter(({ key }) => key.endsWith('hooks'));
  expect(change?.to).toContain('https://a.example.com/hook?…');
  expect(change?.to).not.toContain('hunter2');
});
