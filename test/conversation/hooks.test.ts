import { expect, test } from 'vitest';
import type { Hook } from '../../src/application/hook.js';
import type { Refusal } from '../../src/application/refusal.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';

const refusal: Refusal = { rule: 'the rule', reason: 'denied', description: 'Not you.' };

type Answer = Refusal | undefined;

/** A promise, and what settles it. */
function pending() {
  let resolve: (answer?: Answer) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Answer>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve: (answer?: Answer) => resolve(answer), reject: (error: Error) => reject(error) };
}

test.each([
  { on: 'onConnect', heard: ['_error 1 NetConnection.Connect.Rejected', 'close 0'] },
  { on: 'onPublish', heard: ['onStatus@1 NetStream.Publish.Denied'] },
  { on: 'onPlay', heard: ['onStatus@1 NetStream.Play.Failed'] },
] as const)('$on: nothing starts before the answer, and after a no nothing at all', async ({ on, heard }) => {
  const answer = pending();
  const conversation = await Conversation.begin({ hooks: [{ name: 'slow', [on]: () => answer.promise }] });
  const client = conversation.client();
  client.connect('live');
  client.command('createStream', 2);
  client.command(on === 'onPlay' ? 'play' : 'publish', 0, ['stream'], 1);
  client.command('getStreamLength', 7, ['x']);
  const before = await client.hears();
  expect(before.at(-1)).toBe(on === 'onConnect' ? undefined : '_result 2 1');
  expect(conversation.instance('live')?.streams.size).toBe(0);
  expect(client.stream.isPaused).toBe(true);
  answer.resolve(refusal);
  const after = await client.hears();
  expect(after).toEqual(on === 'onConnect' ? heard : [...heard, '_result 7 0']);
  expect(conversation.log.at('warn')).toMatchObject([{ fields: { rule: 'the rule', client: 'client-1' } }]);
  expect(conversation.instance('live')?.streams.size).toBe(0);
});

test('after a late yes everything goes on in order', async () => {
  const answer = pending();
  const conversation = await Conversation.begin({ hooks: [{ name: 'slow', onPublish: () => answer.promise }] });
  const player = await conversation.player('stream');
  const client = await conversation.connected();
  client.command('publish', 0, ['stream'], 1);
  client.video(0, avc.header('sps'));
  client.video(0, avc.key('k1'));
  expect(await player.hears()).toEqual([]);
  answer.resolve();
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Start']);
  expect((await player.hears()).slice(-2)).toEqual(['video@1 0 header sps', 'video@1 0 key k1']);
});

test.each(['onConnect', 'onPublish', 'onPlay'] as const)('%s that throws, or rejects, is a no', async (on) => {
  for (const fails of [
    () => {
      throw new Error('broken');
    },
    () => Promise.reject(new Error('broken')),
  ]) {
    const conversation = await Conversation.begin({ hooks: [{ name: 'broken', [on]: fails }] });
    conversation.expectErrors();
    const client = conversation.client();
    client.connect('live');
    client.command('createStream', 2);
    client.command(on === 'onPlay' ? 'play' : 'publish', 0, ['stream'], 1);
    const heard = await client.hears();
    expect(heard).toContain(on === 'onConnect' ? 'close 0' : 'onStatus@1 NetStream.Failed');
    expect(conversation.log.at('error')).toMatchObject([{ fields: { hook: 'broken' } }]);
    expect(conversation.instance('live')?.streams.size).toBe(0);
  }
});

test.each(['onConnect', 'onPublish', 'onPlay'] as const)(
  'a client that goes away while %s thinks leaves nothing behind, whatever the answer',
  async (on) => {
    for (const refused of [undefined, refusal]) {
      const answer = pending();
      const news: string[] = [];
      const hook: Hook = {
        name: 'slow',
        [on]: () => answer.promise,
        onDisconnect: () => void news.push('onDisconnect'),
        onUnpublish: () => void news.push('onUnpublish'),
      };
      const conversation = await Conversation.begin({ hooks: [hook] });
      const client = conversation.client();
      client.connect('live');
      client.command('createStream', 2);
      client.command(on === 'onPlay' ? 'play' : 'publish', 0, ['stream'], 1);
      await client.hears();
      client.hangUp();
      answer.resolve(refused);
      await conversation.pass(0);
      expect(conversation.instance('live')?.clients.size).toBe(0);
      expect(conversation.instance('live')?.streams.size).toBe(0);
      const disconnects = on === 'onConnect' && refused !== undefined ? 0 : 1;
      expect(news.filter((one) => one === 'onDisconnect')).toHaveLength(disconnects);
    }
  },
);

test('two whose names are allowed in the same moment: one gets it', async () => {
  const answer = pending();
  const conversation = await Conversation.begin({ hooks: [{ name: 'slow', onPublish: () => answer.promise }] });
  const clients = [await conversation.connected(), await conversation.connected()];
  for (const client of clients) client.command('publish', 0, ['stream'], 1);
  await conversation.pass(0);
  answer.resolve();
  const heard: string[] = [];
  for (let i = 0; i < 2; i++) for (const client of clients) heard.push(...(await client.hears()));
  expect(heard.sort()).toEqual(['onStatus@1 NetStream.Publish.BadName', 'onStatus@1 NetStream.Publish.Start']);
});

test('two who may play in the same moment, one of whom is gone: the other hears the publisher', async () => {
  const answer = pending();
  const conversation = await Conversation.begin({ hooks: [{ name: 'slow', onPlay: () => answer.promise }] });
  const [gone, stays] = [await conversation.connected(), await conversation.connected()];
  for (const client of [stays, gone]) client.command('play', 0, ['stream'], 1);
  await conversation.pass(0);
  gone.hangUp();
  answer.resolve();
  await stays.hears();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.key('k1'));
  expect((await stays.hears()).at(-1)).toBe('video@1 0 key k1');
});

test('a hook hears of every beginning and every end, of a takeover too', async () => {
  const news: string[] = [];
  const hook: Hook = {
    name: 'spy',
    onConnect: ({ id }, { path }) => void news.push(`${id} connects to ${path}`),
    onDisconnect: ({ id }) => void news.push(`${id} disconnects`),
    onPublish: ({ id }, { name, query }, type) => void news.push(`${id} publishes ${name} ${query} ${type}`),
    onUnpublish: ({ id }, { name }) => void news.push(`${id} unpublishes ${name}`),
    onPlay: ({ id }, { name }) => void news.push(`${id} plays ${name}`),
    onStop: ({ id }, { name }) => void news.push(`${id} stops ${name}`),
  };
  const conversation = await Conversation.begin({ hooks: [hook] });
  const first = await conversation.connected();
  first.command('publish', 0, ['stream?key=x', 'record'], 1);
  await first.hears();
  first.answersPings = false;
  const second = await conversation.connected();
  second.command('publish', 0, ['stream'], 1);
  await conversation.pass(2000);
  const player = await conversation.player('stream');
  player.hangUp();
  second.command('deleteStream', 0, [1]);
  await second.hears();
  expect(news).toEqual([
    'client-1 connects to live/_definst_',
    'client-1 publishes stream key=x record',
    'client-2 connects to live/_definst_',
    'client-2 publishes stream  live',
    'client-1 unpublishes stream',
    'client-1 disconnects',
    'client-3 connects to live/_definst_',
    'client-3 plays stream',
    'client-3 stops stream',
    'client-3 disconnects',
    'client-2 unpublishes stream',
  ]);
});

test('hooks are asked in order, and after a no none is asked any more', async () => {
  const asked: string[] = [];
  const hook = (name: string, answer: Answer): Hook => ({ name, onPublish: () => (asked.push(name), answer) });
  const hooks = [hook('first', undefined), hook('second', refusal), hook('third', undefined)];
  const conversation = await Conversation.begin({ hooks });
  const client = await conversation.connected();
  client.command('publish', 0, ['stream'], 1);
  await client.hears();
  expect(asked).toEqual(['first', 'second']);
});

test('a hook that fails on hearing news fails alone', async () => {
  const news: string[] = [];
  const broken: Hook = {
    name: 'broken',
    onUnpublish: () => {
      throw new Error('broken');
    },
  };
  const conversation = await Conversation.begin({
    hooks: [broken, { name: 'next', onUnpublish: () => void news.push('onUnpublish') }],
  });
  conversation.expectErrors();
  const client = await conversation.publisher('stream');
  client.hangUp();
  expect(news).toEqual(['onUnpublish']);
});
