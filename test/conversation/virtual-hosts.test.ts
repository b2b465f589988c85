import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';

const conf = {
  '_defaultRoot_/one.example/vhost.yaml': 'aliasList: [uno.example]\n',
  '_defaultRoot_/one.example/application.yaml': 'client: { outChunkSize: 1000 }\n',
  '_defaultRoot_/two.example/vhost.yaml': 'allow: [10.0.0.1]\n',
};

test.each([
  { name: 'the host of tcUrl', app: 'live', tcUrl: 'rtmp://one.example/live', chunkSize: 1000 },
  { name: 'whatever its case and port', app: 'live', tcUrl: 'RTMP://ONE.Example:1936/live', chunkSize: 1000 },
  { name: 'with a user in front of it', app: 'live', tcUrl: 'rtmp://a:b@one.example/live', chunkSize: 1000 },
  { name: 'an alias', app: 'live', tcUrl: 'rtmp://uno.example/live', chunkSize: 1000 },
  { name: '_fcs_vhost', app: 'live?_fcs_vhost=one.example', tcUrl: 'rtmp://10.0.0.9/live', chunkSize: 1000 },
  { name: 'an address', app: 'live', tcUrl: 'rtmp://127.0.0.1/live', chunkSize: 4096 },
  { name: 'a name that no other has', app: 'live', tcUrl: 'rtmp://unknown.example/live', chunkSize: 4096 },
  { name: 'no address at all', app: 'live', tcUrl: undefined, chunkSize: 4096 },
])('a virtual host is chosen by $name', async ({ app, tcUrl, chunkSize }) => {
  const conversation = await Conversation.begin({ conf });
  const client = conversation.client();
  client.connect(app, { tcUrl });
  client.command('createStream', 2);
  client.command('play', 0, ['stream'], 1);
  expect(await client.hears()).toContain(`SetChunkSize ${chunkSize}`);
});

test('a virtual host has rules of its own', async () => {
  const conversation = await Conversation.begin({ conf });
  const client = conversation.client();
  client.connect('live', { tcUrl: 'rtmp://two.example/live' });
  expect(await client.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
});

test('the same name in two virtual hosts is two streams', async () => {
  const conversation = await Conversation.begin({ conf });
  const publishes = async (tcUrl: string) => {
    const client = conversation.client();
    client.connect('live', { tcUrl });
    client.command('createStream', 2);
    client.command('publish', 0, ['stream'], 1);
    return (await client.hears()).at(-1);
  };
  expect(await publishes('rtmp://one.example/live')).toBe('onStatus@1 NetStream.Publish.Start');
  expect(await publishes('rtmp://other.example/live')).toBe('onStatus@1 NetStream.Publish.Start');
});

test('who is in a virtual host that is configured no more stays, and is told when the server stops', async () => {
  const conversation = await Conversation.begin({ conf, listens: true });
  const inside = conversation.client();
  inside.connect('live', { tcUrl: 'rtmp://one.example/live' });
  expect((await inside.hears()).at(-1)).toMatch(/^_result 1/);
  const { adaptors, ...rest } = await conversation.configuration();
  const without = adaptors.map((adaptor) => ({ ...adaptor, virtualHosts: adaptor.virtualHosts.slice(0, 1) }));
  await conversation.server.reconfigure({ ...rest, adaptors: without });
  inside.command('createStream', 2);
  expect(await inside.hears()).toEqual(['_result 2 1']);
  await conversation.server.close();
  expect(await inside.hears()).toEqual(['onStatus NetConnection.Connect.AppShutdown']);
});
