import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { Refusal } from '../../src/application/refusal.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { FakeScript } from '../support/fake-script.js';

const SUCCESS = '_result 1 {fmsVer: "FMS/4,5,0,297", capabilities: 255, mode: 1} NetConnection.Connect.Success';

const denied: Refusal = { rule: 'the script refused', reason: 'denied', description: 'Connection failed.' };

async function withScript(set: readonly string[] = []) {
  const script = new FakeScript();
  const conversation = await Conversation.begin({ script: () => script, set });
  return { script, conversation };
}

test('a script is loaded by the first who comes, once, and hears of everybody', async () => {
  const { script, conversation } = await withScript();
  script.starts = undefined;
  const clients = [conversation.client(), conversation.client()];
  for (const client of clients) client.connect('live');
  for (const client of clients) expect(await client.hears()).toEqual([]);
  expect(script.news).toEqual(['start']);
  script.starting[0]!.answer(undefined);
  for (const client of clients) expect(await client.hears()).toContain(SUCCESS);
  clients[1]!.hangUp();
  await conversation.pass(0);
  expect(script.news).toEqual(['start', 'connect client-1', 'connect client-2', 'disconnect client-2']);
});

test('a script is given the arguments of connect', async () => {
  const { script, conversation } = await withScript();
  let heard: unknown;
  script.connects = (_, args) => void (heard = args);
  conversation.client().connect('live', {}, 'user', 7);
  await conversation.pass(0);
  expect(heard).toEqual(['user', 7]);
});

test.each([
  { name: 'no more', refusal: denied, info: {} },
  {
    name: 'data',
    refusal: { ...denied, description: 'Not you.', data: AmfObject.of({ why: 'late' }) },
    info: { application: AmfObject.of({ why: 'late' }) },
  },
  {
    name: 'another address',
    refusal: { ...denied, redirect: 'rtmp://other/live' },
    info: { ex: AmfObject.of({ code: 302, redirect: 'rtmp://other/live' }) },
  },
])('who is refused is told $name', async ({ refusal, info }) => {
  const { script, conversation } = await withScript();
  script.connects = () => refusal;
  const client = conversation.client();
  client.connect('live');
  const [error, close] = commands(await client.messages());
  const { description } = refusal;
  const code = 'NetConnection.Connect.Rejected';
  expect(error).toMatchObject({ name: '_error', transactionId: 1 });
  expect(error!.args).toEqual([AmfObject.of({ level: 'error', code, description, ...info })]);
  expect(close!.name).toBe('close');
  expect(client.isClosed).toBe(true);
  expect(script.news).toEqual(['start', 'connect client-1']);
});

test('a client is in before its other commands, and what the script said before comes after the answer', async () => {
  const { script, conversation } = await withScript();
  script.connects = undefined;
  const client = conversation.client();
  client.connect('live');
  client.command('hello', 2);
  await client.hears();
  const present = script.instance!.client('client-1')!;
  present.connection.notify('welcome');
  expect(script.instance!.clients.size).toBe(0);
  expect(await client.hears()).toEqual([]);
  script.calls = () => ({ answer: 'result', value: script.instance!.clients.has('client-1') });
  script.connecting[0]!.answer(undefined);
  expect((await client.hears()).slice(-3)).toEqual([SUCCESS, 'welcome 0', '_result 2 true']);
});

test('a client that goes while its connect is undecided: the script hears it at once and once', async () => {
  const { script, conversation } = await withScript();
  script.connects = undefined;
  const client = conversation.client();
  client.connect('live');
  await client.hears();
  expect(client.stream.isPaused).toBe(false);
  client.hangUp();
  await conversation.pass(0);
  expect(script.news).toEqual(['start', 'connect client-1', 'leave client-1']);
  script.connecting[0]!.answer(undefined);
  await conversation.pass(0);
  expect(script.news).toHaveLength(3);
  expect(script.instance!.clientCount).toBe(0);
});

test('a client waits for a script longer than for anything else, but not for ever', async () => {
  const { script, conversation } = await withScript();
  script.connects = undefined;
  const [patient, lost] = [conversation.client(), conversation.client()];
  for (const client of [patient, lost]) client.connect('live');
  await conversation.pass(55_000);
  expect(patient.isClosed).toBe(false);
  script.connecting[0]!.answer(undefined);
  expect(await patient.hears()).toContain(SUCCESS);
  await conversation.pass(5_000);
  expect(await lost.hears()).toEqual(['_error 1 NetConnection.Connect.Rejected', 'close 0']);
  expect(script.news.at(-1)).toBe('leave client-2');
});

test('who was let in by others and not by the script takes nobody a place', async () => {
  const { script, conversation } = await withScript(['application.resourceLimits.maxClientsPerAddress=1']);
  script.connects = () => denied;
  for (let i = 0; i < 3; i++) {
    const client = conversation.client();
    client.connect('live');
    expect(await client.hears()).toContain('_error 1 NetConnection.Connect.Rejected');
  }
  script.connects = () => undefined;
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toContain(SUCCESS);
});

test('samples of media are for whom the script lets have them', async () => {
  const { script, conversation } = await withScript();
  script.connects = (client) => {
    client.audioSampleAccess = 'news';
    client.videoSampleAccess = '/';
    return undefined;
  };
  for (const [name, access] of [
    ['news/today', 'true true'],
    ['film', 'false true'],
  ] as const) {
    const player = await conversation.connected();
    player.command('play', 0, [name], 1);
    expect(await player.hears()).toContain(`data@1 0 |RtmpSampleAccess ${access}`);
  }
});

function commands(messages: readonly RtmpMessage[]) {
  return messages.filter(({ type }) => type === MessageType.commandAmf0).map((message) => decodeCommand(message));
}
