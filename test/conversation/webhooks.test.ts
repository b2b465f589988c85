import { expect, test } from 'vitest';
import { parseStreamName } from '../../src/application/stream-name.js';
import { Conversation } from '../support/conversation.js';
import type { FakeAnswer } from '../support/fake-poster.js';
import { FakePoster } from '../support/fake-poster.js';
import { avc } from '../support/media-payloads.js';
import { live } from '../support/playlist-run.js';

const ALL = 'connect, publish, play, record, disconnect, unpublish, stop, done';

/** A server with one webhook that hears of `events`. */
async function withWebhook(answer: (event: string) => FakeAnswer, events: string, more = '') {
  const told: { event: string; stream?: { name: string }; client: { id: string } }[] = [];
  const poster = new FakePoster(({ body }) => {
    const event = JSON.parse(body) as (typeof told)[0];
    told.push(event);
    return answer(event.event);
  });
  const hook = `{ url: 'https://site.example.com/hook', events: [${events}]${more} }`;
  const conversation = await Conversation.begin({ poster, set: [`application.hooks=[${hook}]`] });
  return { conversation, told, poster };
}

test.each([
  { event: 'connect', heard: ['_error 1 NetConnection.Connect.Rejected', 'close 0'] },
  { event: 'publish', heard: ['onStatus@1 NetStream.Publish.Denied'] },
  { event: 'play', heard: ['onStatus@1 NetStream.Play.Failed'] },
])('$event that is refused is answered as by any other rule', async ({ event, heard }) => {
  const { conversation, told } = await withWebhook(() => ({ status: 403, body: '{"reason":"Pay first."}' }), event);
  const client = conversation.client();
  client.connect('live');
  client.command('createStream', 2);
  client.command(event === 'play' ? 'play' : 'publish', 0, ['stream?key=x'], 1);
  const all = await client.hears();
  expect(all.slice(-heard.length)).toEqual(heard);
  expect(told.map((one) => one.event)).toEqual([event]);
  expect(conversation.log.at('warn')).toMatchObject([
    { fields: { rule: 'application.hooks: https://site.example.com/hook: it answered 403' } },
  ]);
  expect(conversation.instance('live')?.streams.size).toBe(0);
});

test.each([
  ['deny', 'onStatus@1 NetStream.Failed'],
  ['allow', 'onStatus@1 NetStream.Publish.Start'],
])('no answer and onFailure: %s', async (onFailure, heard) => {
  const { conversation, poster } = await withWebhook(() => 'silence', 'publish', `, onFailure: ${onFailure}`);
  const client = await conversation.connected();
  client.command('publish', 0, ['stream'], 1);
  await conversation.pass(2999);
  expect(await client.hears()).toEqual([]);
  await conversation.pass(1);
  expect(await client.hears()).toEqual([heard]);
  expect(poster.underWay).toBe(0);
});

test('media that runs does not notice that the address is dead', async () => {
  let answer: FakeAnswer = { status: 204 };
  const { conversation } = await withWebhook(() => answer, ALL, ', retries: 0');
  conversation.expectErrors();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k0'));
  await player.hears();
  answer = 'silence';
  const stranger = await conversation.connected();
  expect(stranger.stream.isPaused).toBe(true);
  for (let frame = 1; frame < 50; frame++) {
    publisher.video(frame * 40, avc.key(`k${frame}`));
    expect(await player.hears()).toEqual([`video@1 ${frame * 40} key k${frame}`]);
  }
  publisher.hangUp();
  player.hangUp();
  for (let i = 0; i < 10; i++) await conversation.pass(3000);
});

test('a backend hears of a whole visit, in its order', async () => {
  const { conversation, told } = await withWebhook(() => ({ status: 204 }), ALL);
  const publisher = await conversation.publisher('stream');
  publisher.hangUp();
  for (let i = 0; i < 4; i++) await conversation.pass(0);
  expect(told.map(({ event, stream }) => `${event} ${stream?.name}`)).toEqual([
    'connect undefined',
    'publish stream',
    'unpublish stream',
    'done stream',
    'disconnect undefined',
  ]);
  expect(new Set(told.map(({ client }) => client.id))).toEqual(new Set(['client-1']));
});

test('another configuration counts for what is asked from then on', async () => {
  const { conversation, told } = await withWebhook(() => ({ status: 403 }), 'publish');
  const client = await conversation.connected();
  client.command('publish', 0, ['stream'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Denied']);
  await conversation.server.reconfigure(await conversation.configuration(['application.hooks=[]']));
  client.command('publish', 0, ['stream'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Start']);
  expect(told).toHaveLength(1);
});

test('what the server publishes itself is told, and not asked for', async () => {
  const { conversation, told } = await withWebhook(() => ({ status: 204 }), `${ALL}, serverPublish, serverUnpublish`);
  const client = await conversation.connected();
  const { playlists } = conversation.instance('live')!;
  const stream = parseStreamName('channel')!;
  told.length = 0;
  playlists.play(stream, [live('studio', Infinity, Infinity)]);
  await conversation.pass(0);
  playlists.stop(stream);
  await conversation.pass(0);
  expect(told).toMatchObject([
    { event: 'serverPublish', application: 'live', instance: '_definst_', stream: { name: 'channel' } },
    { event: 'serverUnpublish', stream: { name: 'channel' } },
  ]);
  client.hangUp();
  await conversation.pass(0);
});
