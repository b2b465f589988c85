import { expect, test } from 'vitest';
import type { Refusal } from '../../src/application/refusal.js';
import type { ConversationSettings } from '../support/conversation.js';
import { Conversation } from '../support/conversation.js';
import { FakeScript } from '../support/fake-script.js';

const IDLE = 20 * 60_000;
const broken: Refusal = { rule: 'script: line 3', reason: 'failed', description: 'It cannot be loaded.' };

/** A conversation whose instances get a script each, all of them as `prepare` says. */
async function withScripts(
  prepare: (script: FakeScript, count: number) => void = () => undefined,
  settings: ConversationSettings = {},
) {
  const scripts: FakeScript[] = [];
  const script = (): FakeScript => {
    const made = new FakeScript();
    prepare(made, scripts.push(made));
    return made;
  };
  return { scripts, conversation: await Conversation.begin({ ...settings, script }) };
}

test('a script that cannot be loaded: everybody is told, and the next who comes tries again', async () => {
  const { scripts, conversation } = await withScripts((script, count) => {
    if (count < 3) script.starts = () => Promise.resolve(broken);
  });
  for (let i = 0; i < 2; i++) {
    const client = conversation.client();
    client.connect('live');
    expect(await client.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
    expect(conversation.instance('live')).toBeUndefined();
  }
  await conversation.connected();
  expect(scripts.map(({ news }) => news.join())).toEqual(['start,close', 'start,close', 'start,connect client-3']);
});

test('all who wait for a script that cannot be loaded are told', async () => {
  const { scripts, conversation } = await withScripts((script) => (script.starts = undefined));
  const clients = [conversation.client(), conversation.client()];
  for (const client of clients) client.connect('live');
  await conversation.pass(0);
  scripts[0]!.starting[0]!.answer(broken);
  for (const client of clients) expect(await client.hears()).toContain('_error 1 NetConnection.Connect.Rejected');
  expect(scripts).toHaveLength(1);
});

test('a script that fails to start is one that cannot be loaded', async () => {
  const { conversation } = await withScripts(
    (script) => (script.starts = () => Promise.reject(new Error('out of memory'))),
  );
  conversation.expectErrors();
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toContain('_error 1 NetConnection.Connect.Rejected');
  expect(conversation.instance('live')).toBeUndefined();
});

/** A server with one instance that has been idle for long enough. */
async function idle(prepare?: (script: FakeScript, count: number) => void) {
  const { scripts, conversation } = await withScripts(prepare, { listens: true });
  const client = await conversation.connected();
  client.hangUp();
  await conversation.pass(IDLE);
  return { scripts, conversation, script: scripts[0]! };
}

test('an idle instance is unloaded when its script agrees', async () => {
  const { script, conversation } = await idle();
  await conversation.pass(10_000);
  expect(script.news.slice(-2)).toEqual(['stop idle', 'close']);
  expect(conversation.instance('live')).toBeUndefined();
});

test('a script may refuse to be unloaded, and is asked again', async () => {
  const { script, conversation } = await idle((script) => (script.stops = () => false));
  await conversation.pass(10_000);
  expect(script.news.at(-1)).toBe('stop idle');
  const before = conversation.instance('live');
  expect(before).toBeDefined();
  await conversation.connected();
  expect(conversation.instance('live')).toBe(before);
  script.stops = () => true;
});

test.each([true, false])('who comes while a script is asked waits for its answer: %s', async (goes) => {
  const { scripts, script, conversation } = await idle((script, count) => {
    if (count === 1) script.stops = undefined;
  });
  const before = conversation.instance('live');
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toEqual([]);
  script.stopping[0]!.answer(goes);
  await client.hears();
  const now = conversation.instance('live');
  expect(now!.clients.has('client-2')).toBe(true);
  expect(now === before).toBe(!goes);
  expect(scripts).toHaveLength(goes ? 2 : 1);
  script.stops = () => true;
});

test('a script that does not answer whether it may be unloaded is', async () => {
  const { script, conversation } = await idle((script) => (script.stops = undefined));
  await conversation.pass(10_000);
  expect(script.news.at(-1)).toBe('close');
  expect(conversation.instance('live')).toBeUndefined();
});

test('an instance is unloaded: its clients hear it before its script, and the next starts anew', async () => {
  const { scripts, conversation } = await withScripts();
  const clients = [await conversation.connected(), await conversation.connected()];
  const { life } = conversation.instance('live')!;
  await life.unload('New code.');
  for (const client of clients) expect(await client.hears()).toEqual(['onStatus NetConnection.Connect.AppShutdown']);
  expect(clients.every(({ isClosed }) => isClosed)).toBe(true);
  expect(scripts[0]!.news.slice(-4)).toEqual(['disconnect client-1', 'disconnect client-2', 'stop shutdown', 'close']);
  await conversation.connected();
  expect(scripts[1]!.news).toEqual(['start', 'connect client-3']);
});

test('who wanted in while the instance is unloaded is refused, whatever the script says', async () => {
  const { scripts, conversation } = await withScripts((script) => (script.connects = undefined));
  const client = conversation.client();
  client.connect('live');
  await client.hears();
  await conversation.instance('live')!.life.unload('New code.');
  scripts[0]!.connecting[0]!.answer(undefined);
  expect(await client.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
});

test('a script that comes to its end takes its clients along, and the next starts anew', async () => {
  const { scripts, conversation } = await withScripts();
  const client = await conversation.connected();
  scripts[0]!.instance!.life.fail('The application has come to an end.');
  expect(await client.hears()).toEqual(['onStatus NetConnection.Connect.AppShutdown']);
  expect(scripts[0]!.news.slice(-2)).toEqual(['disconnect client-1', 'close']);
  expect(conversation.instance('live')).toBeUndefined();
  await conversation.connected();
  expect(scripts).toHaveLength(2);
});

test('an instance that is to be loaded when the server starts is, with its script', async () => {
  const { scripts, conversation } = await withScripts(undefined, {
    listens: true,
    set: ['application.loadOnStartup=true'],
  });
  await conversation.pass(0);
  expect(scripts[0]!.news).toEqual(['start']);
  expect(conversation.instance('live')!.life.isRunning).toBe(true);
});

test('a server that stops tells every script', async () => {
  const { scripts, conversation } = await withScripts(undefined, { listens: true });
  const client = await conversation.connected();
  const closed = conversation.server.close();
  await client.hears();
  await conversation.pass(0);
  await closed;
  expect(scripts[0]!.news.slice(-3)).toEqual(['disconnect client-1', 'stop shutdown', 'close']);
});
