import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { CallAnswer } from '../../src/application/running-script.js';
import { Conversation } from '../support/conversation.js';
import { FakeScript } from '../support/fake-script.js';
import { avc } from '../support/media-payloads.js';

async function withScript(set: readonly string[] = []) {
  const script = new FakeScript();
  const conversation = await Conversation.begin({ script: () => script, set });
  const client = await conversation.connected();
  return { script, conversation, client };
}

test.each<{ answer: CallAnswer; heard: string[] }>([
  { answer: { answer: 'result', value: 'five' }, heard: ['_result 7 "five"'] },
  { answer: { answer: 'result', value: undefined }, heard: ['_result 7 undefined'] },
  { answer: { answer: 'error', description: 'It broke.' }, heard: ['_error 7 NetConnection.Call.Failed'] },
  { answer: { answer: 'absent' }, heard: ['_error 7 NetConnection.Call.Failed'] },
])('a call: $answer.answer', async ({ answer, heard }) => {
  const { script, client } = await withScript();
  script.calls = () => answer;
  client.command('add', 7, [2, 3]);
  expect(await client.hears()).toEqual(heard);
  client.command('add', 0, [2, 3]);
  expect(await client.hears()).toEqual([]);
});

test('what a script does not know the server does itself', async () => {
  const { script, client } = await withScript();
  for (const [i, method] of ['releaseStream', 'FCPublish', 'getStreamLength'].entries()) {
    client.command(method, 5 + i, ['film']);
  }
  const heard = await client.hears();
  expect(heard).toEqual([
    '_result 5 undefined',
    '_result 6 undefined',
    'onFCPublish 0 NetStream.Publish.Start',
    '_result 7 0',
  ]);
  expect(script.news.slice(-3)).toEqual(
    ['releaseStream', 'FCPublish', 'getStreamLength'].map((m) => `call client-1 ${m}`),
  );
});

test('what a script knows the server does not do', async () => {
  const { script, client } = await withScript();
  script.calls = (method) => ({ answer: 'result', value: `own ${method}` });
  client.command('checkBandwidth', 5);
  client.command('FCPublish', 6, ['film']);
  expect(await client.hears()).toEqual(['_result 5 "own checkBandwidth"', '_result 6 "own FCPublish"']);
});

test('commands of connection and streams are never methods', async () => {
  const { script, client } = await withScript();
  script.calls = () => ({ answer: 'result', value: 'mine' });
  const before = script.news.length;
  for (const name of ['createStream', 'deleteStream', 'closeStream', 'connect', 'onStatus', '_result', '_error']) {
    client.command(name, 9, [1]);
  }
  for (const name of ['play', 'publish', 'pause', 'seek', 'receiveAudio', 'receiveVideo'])
    client.command(name, 9, [true]);
  expect((await client.hears()).join()).not.toContain('mine');
  expect(script.news.slice(before)).toEqual([]);
});

test('answers come in the order in which the script gives them; a stream goes on meanwhile', async () => {
  const { script, conversation } = await withScript();
  script.calls = undefined;
  const publisher = await conversation.publisher('stream');
  const player = await conversation.player('stream');
  for (const id of [11, 12, 13]) publisher.command(`method${id}`, id);
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  expect((await player.hears()).at(-1)).toBe('video@1 0 key k1');
  for (const at of [2, 0, 1]) script.calling[at]!.answer({ answer: 'result', value: at });
  expect(await publisher.hears()).toEqual(['_result 13 2', '_result 11 0', '_result 12 1']);
});

test('a client whose calls are not answered is not read any further', async () => {
  const { script, client } = await withScript(['application.script.maxOutstandingCalls=3']);
  script.calls = undefined;
  for (let id = 10; id < 20; id++) client.command(`m${id}`, id);
  await client.hears();
  expect(script.calling.map(({ about }) => about)).toEqual(['m10', 'm11', 'm12']);
  expect(client.stream.isPaused).toBe(true);
  script.calling[1]!.answer({ answer: 'result', value: 'x' });
  expect(await client.hears()).toEqual(['_result 11 "x"']);
  expect(script.calling).toHaveLength(4);
  for (let at = 0; at < 10; at++) {
    script.calling[at]!.answer({ answer: 'absent' });
    await client.hears();
  }
  expect(script.calling).toHaveLength(10);
  expect(client.stream.isPaused).toBe(false);
});

test('an answer for a client that has gone is nobody’s', async () => {
  const { script, conversation, client } = await withScript();
  script.calls = undefined;
  client.command('slow', 5);
  await client.hears();
  client.hangUp();
  await conversation.pass(0);
  script.calling[0]!.answer({ answer: 'result', value: 1 });
  await conversation.pass(0);
  expect(client.stream.writtenAfterEnd).toBe(0);
});

test('a failure carries what the script says of it', async () => {
  const { script, client } = await withScript();
  const info = AmfObject.of({ reason: 'full' });
  script.calls = () => ({ answer: 'error', description: 'It broke.', info });
  client.command('add', 7);
  const [message] = await client.messages();
  const text = new TextDecoder('latin1').decode(message!.payload);
  expect(text).toContain('It broke.');
  expect(text).toContain('full');
});
