import { expect, test } from 'vitest';
import { configurationChanges } from '../../../src/config/configuration-changes.js';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { configurationFolder } from '../../support/configuration-folder.js';

async function load(restream: object) {
  const folder = await configurationFolder({ 'conf/': '', 'apps/live/': '' });
  const set = [`application.restream=${JSON.stringify(restream)}`];
  return loadConfiguration({ confDir: `${folder}/conf`, appsDir: `${folder}/apps`, set });
}

test('neither a key nor a query is among what changed', async () => {
  const [before, after] = await Promise.all([
    load({}),
    load({ targets: [{ stream: 'a', url: 'rtmp://far.example/live?auth=secret-query', name: 'secret-key' }] }),
  ]);
  const changes = configurationChanges(before.configuration!, after.configuration!);
  const change = changes.find(({ key }) => key.endsWith('restream.targets'));
  expect(change?.to).toContain('rtmp://far.example/live?…');
  expect(JSON.stringify(changes)).not.toContain('secret');
});

test.each<[string, object]>([
  ['a target without a stream', { targets: [{ url: 'rtmp://far.example/live' }] }],
  ['a stream that is none', { targets: [{ stream: '../a', url: 'rtmp://far.example/live' }] }],
  ['an address of the web', { targets: [{ stream: 'a', url: 'https://far.example/live' }] }],
  ['an address without application', { targets: [{ stream: 'a', url: 'rtmp://far.example' }] }],
  ['an instance that is none', { targets: [{ stream: 'a', url: 'rtmp://far.example/live', instance: '..' }] }],
  ['all streams, always', { sources: [{ stream: '*', url: 'rtmp://far.example/live' }] }],
])('a mistake: %s', async (_what, restream) => {
  const { configuration, problems } = await load(restream);
  expect(configuration).toBeUndefined();
  expect(problems[0]?.key).toContain('restream.');
});
