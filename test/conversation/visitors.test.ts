import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';

const PLAYED = expect.arrayContaining(['onStatus@1 NetStream.Play.Start']) as string[];
const FAILED = ['onStatus@1 NetStream.Play.Failed'];

async function plays(set: string, fields: Record<string, string>): Promise<string[]> {
  const conversation = await Conversation.begin({ set: [set] });
  const client = conversation.client();
  client.connect('live', fields);
  client.command('createStream', 2);
  await client.hears();
  client.command('play', 0, ['a'], 1);
  const heard = await client.hears();
  const [rule] = conversation.log.at('warn').map((line) => line.fields.rule);
  expect(rule).toEqual(
    heard.includes(FAILED[0]!) ? expect.stringMatching(/^application\.play\.(pages|agents)\./) : undefined,
  );
  return heard;
}

const pages = 'application.play.pages={allow: [example.com, none], deny: [bad.example.com]}';
const onlyPages = 'application.play.pages={allow: [example.com]}';
const agents = 'application.play.agents={allow: ["WIN ", "LNX *,0,32"], deny: ["win 9,"]}';

test.each([
  [pages, { pageUrl: 'https://example.com/watch?v=1' }, PLAYED],
  [pages, { pageUrl: 'http://WWW.Example.com:8080/' }, PLAYED],
  [pages, { pageUrl: 'https://bad.example.com/' }, FAILED],
  [pages, { pageUrl: 'https://very.bad.example.com/' }, FAILED],
  [pages, { pageUrl: 'https://example.com.evil/' }, FAILED],
  [pages, { pageUrl: 'https://evilexample.com/' }, FAILED],
  [pages, { pageUrl: 'https://example.com@evil.example/' }, FAILED],
  [pages, {}, PLAYED],
  [pages, { pageUrl: 'file:///home/x.html' }, PLAYED],
  [onlyPages, {}, FAILED],
  [onlyPages, { pageUrl: 'no address' }, FAILED],
  [agents, { flashVer: 'WIN 11,1,102,55' }, PLAYED],
  [agents, { flashVer: 'LNX 10,0,32,18' }, PLAYED],
  [agents, { flashVer: 'LNX 9,0,124,2' }, FAILED],
  [agents, { flashVer: 'WIN 9,0,124,2' }, FAILED],
  [agents, {}, FAILED],
])('%s for %j', async (set, fields, heard) => {
  expect(await plays(set, fields as Record<string, string>)).toEqual(heard);
});

test('publishing has rules of its own', async () => {
  const conversation = await Conversation.begin({ set: ['application.publish.agents={allow: [FMLE/]}'] });
  for (const [flashVer, code] of [
    ['FMLE/3.0', 'Start'],
    ['WIN 11', 'Denied'],
  ] as const) {
    const client = conversation.client();
    client.connect('live', { flashVer });
    client.command('createStream', 2);
    await client.hears();
    client.command('publish', 0, [flashVer.slice(0, 3), 'live'], 1);
    expect(await client.hears()).toEqual([`onStatus@1 NetStream.Publish.${code}`]);
  }
});

test('an address has as many clients in an application as it may have', async () => {
  const set = ['application.resourceLimits.maxClientsPerAddress=2'];
  const conversation = await Conversation.begin({ set, apps: ['live', 'vod'] });
  const connects = async (app: string, address: string) => {
    const client = conversation.client(address);
    client.connect(app);
    return { client, in: (await client.hears()).some((line) => line.startsWith('_result 1')) };
  };
  const first = await connects('live', '192.0.2.7');
  expect(first.in).toBe(true);
  expect((await connects('live/room1', '192.0.2.7')).in).toBe(true);
  expect((await connects('live/room2', '192.0.2.7')).in).toBe(false);
  expect((await connects('vod', '192.0.2.7')).in).toBe(true);
  expect((await connects('live', '192.0.2.8')).in).toBe(true);
  first.client.hangUp();
  expect((await connects('live', '192.0.2.7')).in).toBe(true);
  expect((await connects('live', '192.0.2.7')).in).toBe(false);
  const rules = conversation.log.at('warn').map(({ fields }) => fields.rule);
  expect(rules).toEqual(Array(2).fill('application.resourceLimits.maxClientsPerAddress'));
});
