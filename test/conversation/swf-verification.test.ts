import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { CLIENT_KEY, createDigestBlock } from '../../src/rtmp/handshake/digest.js';
import { Conversation } from '../support/conversation.js';
import { nodeHandshakeCrypto as crypto } from '../support/node-handshake-crypto.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const swf = Buffer.from('FWS\x09 what is in a SWF that nobody packed');
const hashOf = (file: Uint8Array) => createHmac('sha256', 'Genuine Adobe Flash Player 001').update(file).digest();
const listed = hashOf(Buffer.from('listed'));

const begin = (more = '') =>
  Conversation.begin({
    apps: ['live'],
    set: [
      `application.swfVerification={ enabled: true, hashes: ["77:${listed.toString('hex')}"], userAgentExceptions: [FMLE/] ${more} }`,
    ],
  });

/** A client after a digest handshake, and the end of the S1 that it was sent. */
function withDigest(conversation: Conversation): { client: ScriptedClient; key: Uint8Array } {
  const client = conversation.stranger();
  const c1 = createDigestBlock([10, 0, 45, 2], CLIENT_KEY.name, 0, crypto).block;
  client.stream.send(concat([Uint8Array.of(3), c1]));
  const answer = client.takeHandshake();
  client.stream.send(new Uint8Array(1536));
  return { client, key: answer.subarray(1 + 1536 - 32, 1 + 1536) };
}

function answer(key: Uint8Array, hash: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(42);
  bytes.set([1, 1]);
  new DataView(bytes.buffer).setUint32(2, size);
  new DataView(bytes.buffer).setUint32(6, size);
  bytes.set(createHmac('sha256', key).update(hash).digest(), 10);
  return bytes;
}

const say = (client: ScriptedClient, data: Uint8Array) => client.control({ event: 'swfVerifyResponse', data });
const rules = (conversation: Conversation) => conversation.log.at('warn').map(({ fields }) => fields.rule);
const REJECTED = expect.stringMatching(/NetConnection.Connect.Rejected/) as string;

test('who has a SWF that is listed is served', async () => {
  const conversation = await begin();
  const { client, key } = withDigest(conversation);
  client.connect('live');
  expect((await client.hears()).at(-1)).toMatch(/SwfVerifyRequest/);
  say(client, answer(key, listed, 77));
  await conversation.pass(60_000);
  client.command('createStream', 2);
  expect(await client.hears()).toEqual([expect.stringMatching(/_result/)]);
});

test('SWFs are looked for in the folder of the application, those in a folder below for an instance of its name', async () => {
  const conversation = await begin();
  const folder = join(conversation.folder, 'apps/live/SWFs/room');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'chat.swf'), swf);
  writeFileSync(join(folder, 'broken.swf'), 'no SWF');
  for (const [app, isServed] of [
    ['live/room', true],
    ['live/other', false],
  ] as const) {
    const { client, key } = withDigest(conversation);
    client.connect(app);
    await client.hears();
    say(client, answer(key, hashOf(swf), swf.length));
    await expect
      .poll(async () => [await client.hears(), client.isClosed][isServed ? 0 : 1])
      .toEqual(isServed ? [] : true);
  }
  expect(rules(conversation)).toContain(`swfVerification: no SWF of ${swf.length} bytes with this hash is known`);
});

test.each([
  { name: 'another hash', data: (key: Uint8Array) => answer(key, hashOf(swf), 77), rule: /no SWF of 77 bytes/ },
  { name: 'another size', data: (key: Uint8Array) => answer(key, listed, 78), rule: /no SWF of 78 bytes/ },
  { name: 'the key of another connection', data: () => answer(new Uint8Array(32), listed, 77), rule: /no SWF of 77/ },
  { name: 'too short an answer', data: () => new Uint8Array(41).fill(1), rule: /cannot be understood/ },
])('who answers with $name is disconnected', async ({ data, rule }) => {
  const conversation = await begin();
  mkdirSync(join(conversation.folder, 'apps/live/SWFs'));
  const { client, key } = withDigest(conversation);
  client.connect('live');
  await client.hears();
  say(client, data(key));
  await expect.poll(() => client.isClosed).toBe(true);
  expect(await client.hears()).toContainEqual(REJECTED);
  expect(rules(conversation)).toEqual([expect.stringMatching(rule)]);
});

test('who does not answer in time is disconnected, and served until then', async () => {
  const conversation = await begin();
  const { client } = withDigest(conversation);
  client.connect('live');
  client.command('createStream', 2);
  expect((await client.hears()).at(-1)).toMatch(/_result/);
  await conversation.pass(4_999);
  expect(client.isClosed).toBe(false);
  await conversation.pass(1);
  expect(await client.hears()).toContainEqual(REJECTED);
  expect(rules(conversation)).toEqual(['swfVerification.firstHashTimeout: no answer in time']);
});

test('with connectionBlocking what a client asks for waits, in its order, until it was verified', async () => {
  const conversation = await begin(', connectionBlocking: true');
  const { client, key } = withDigest(conversation);
  client.connect('live');
  client.command('createStream', 2);
  client.command('createStream', 3);
  expect((await client.hears()).at(-1)).toMatch(/SwfVerifyRequest/);
  say(client, answer(key, listed, 77));
  expect((await client.hears()).length).toBe(2);
});

test('with connectionBlocking it is not much that waits', async () => {
  const conversation = await begin(', connectionBlocking: true');
  const { client } = withDigest(conversation);
  client.connect('live');
  for (let i = 0; i < 65; i++) client.command('createStream', 2 + i);
  expect(await client.hears()).toContainEqual(REJECTED);
  expect(rules(conversation)).toEqual([expect.stringMatching(/says too much/)]);
});

test('who comes without a digest is refused, unless it is not asked', async () => {
  const conversation = await begin();
  const player = conversation.client();
  player.connect('live');
  expect(await player.hears()).toContainEqual(expect.stringMatching(/NetConnection.Connect.Rejected/));
  const encoder = conversation.client();
  encoder.connect('live', { flashVer: 'FMLE/3.0 (compatible; FMSc/1.0)' });
  expect(await encoder.hears()).toContainEqual(expect.stringMatching(/NetConnection.Connect.Success/));
  expect(rules(conversation)).toEqual([expect.stringMatching(/without a digest/)]);
});
