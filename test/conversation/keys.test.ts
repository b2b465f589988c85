import { expect, test } from 'vitest';
import type { AccessKey } from '../../src/application/access-key.js';
import { signTerms, writeSignature } from '../../src/application/signed-address.js';
import type { NewKeyTerms, ShownKey } from '../../src/storage/change-keys.js';
import { addSigningKey, addStreamKey, revokeKey, rotateKey } from '../../src/storage/change-keys.js';
import type { Changed } from '../../src/storage/key-file.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const OUTSIDE = '192.0.2.7';
const anything = { application: '*', instance: '*', stream: '*', actions: ['publish', 'play'] } as const;

const DENIED = ['onStatus@1 NetStream.Publish.Denied'];
const PUBLISHED = ['onStatus@1 NetStream.Publish.Start'];

class Keys {
  #keys: readonly AccessKey[] = [];

  constructor(readonly conversation: Conversation) {}

  get now(): number {
    return this.conversation.clock.date();
  }

  /** Changes the keys as the command does, and tells the server as the watch over the file does. */
  change<Result>(change: (keys: readonly AccessKey[]) => Changed<Result>): Result {
    const { keys, result } = change(this.#keys);
    this.#keys = keys;
    this.conversation.keys.ring.replace(keys);
    this.conversation.keys.uses.endInvalid();
    return result;
  }

  add(terms: Partial<NewKeyTerms> = {}): string {
    return this.change(addStreamKey({ ...anything, ...terms }, this.now)).shown;
  }

  signer(terms: Partial<NewKeyTerms> = {}): ShownKey {
    return this.change(addSigningKey({ ...anything, name: 'site', ...terms }, this.now));
  }
}

test('the length of a recording is told who has a key to play it, and that counts as no use of the key', async () => {
  const recorded = { movie: new FakeSource(film({ duration: 2000 })) };
  const set = ['application.play.requires=key'];
  const keys = new Keys(await Conversation.begin({ set, recorded, apps: ['vod'] }));
  const key = keys.add({ name: 'mine' });
  const client = await keys.conversation.connected('vod', OUTSIDE);
  client.command('getStreamLength', 7, ['movie']);
  client.command('getStreamLength', 8, [`movie?key=${key}`]);
  expect(await client.hears()).toEqual(['_result 7 0', '_result 8 1.9']);
  keys.change(revokeKey('mine', keys.now));
  await keys.conversation.pass(10);
  expect(client.isClosed).toBe(false);
  client.command('getStreamLength', 9, [`movie?key=${key}`]);
  expect(await client.hears()).toEqual(['_result 9 0']);
});

async function begin(...set: string[]): Promise<Keys> {
  return new Keys(await Conversation.begin({ set, apps: ['live', 'vod'] }));
}

async function publishing(keys: Keys, name: string, app = 'live', address = OUTSIDE): Promise<ScriptedClient> {
  const client = await keys.conversation.connected(app, address);
  client.command('publish', 0, [name, 'live'], 1);
  return client;
}

async function hearsPublishing(keys: Keys, name: string, app = 'live', address = OUTSIDE): Promise<string[]> {
  return (await publishing(keys, name, app, address)).hears();
}

function refusals({ conversation }: Keys): unknown[] {
  return conversation.log.at('warn').map(({ fields }) => fields.rule);
}

test('from this machine no key is needed, from elsewhere one is', async () => {
  const keys = await begin();
  expect(await hearsPublishing(keys, 'a', 'live', '127.0.0.1')).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, 'b', 'live', '::1')).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, 'c')).toEqual(DENIED);
  expect(await hearsPublishing(keys, 'd', 'live', '2001:db8::7')).toEqual(DENIED);
  expect(refusals(keys)).toEqual(Array(2).fill('application.publish.requires: key; no key was shown'));
  expect(keys.conversation.instance('live')?.streams.find('c')).toBeUndefined();
});

test('a key may be shown in the name of the stream or in the address of the server', async () => {
  const keys = await begin();
  const key = keys.add();
  expect(await hearsPublishing(keys, `a?key=${key}`)).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, `b?x=1&key=${key}`)).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, 'c', `live?key=${key}`)).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, 'd?key=ag_wrong', `live?key=${key}`)).toEqual(PUBLISHED);
  expect([...keys.conversation.instance('live')!.streams.all()].map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
});

test('a key is of use for what it is for', async () => {
  const keys = await begin();
  const key = keys.add({ name: 'k', application: 'live', instance: 'room*', stream: 'cam*', actions: ['publish'] });
  expect(await hearsPublishing(keys, `cam1?key=${key}`, 'live/room1')).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, `dam1?key=${key}`, 'live/room1')).toEqual(DENIED);
  expect(await hearsPublishing(keys, `cam2?key=${key}`, 'live')).toEqual(DENIED);
  expect(await hearsPublishing(keys, `cam3?key=${key}`, 'vod/room1')).toEqual(DENIED);
  expect(await hearsPublishing(keys, `cam4?key=${key.toUpperCase()}`, 'live/room1')).toEqual(DENIED);
  expect(refusals(keys)).toEqual(
    [
      'key k is for stream cam*',
      'key k is for instance room*',
      'key k is for application live',
      'there is no such key',
    ].map((why) => `application.publish.requires: key; ${why}`),
  );
});

test('playing is open, and needs a key for playing where that is required', async () => {
  const keys = await begin('application.play.requires=key');
  const [publishKey, playKey] = [keys.add({ actions: ['publish'] }), keys.add({ actions: ['play'] })];
  const player = await keys.conversation.connected('live', '127.0.0.1');
  player.command('play', 0, ['a'], 1);
  player.command('play', 0, [`a?key=${publishKey}`], 1);
  expect(await player.hears()).toEqual(Array(2).fill('onStatus@1 NetStream.Play.Failed'));
  expect(keys.conversation.instance('live')?.streams.size).toBe(0);
  player.command('play', 0, [`a?key=${playKey}`], 1);
  expect(await player.hears()).toContain('onStatus@1 NetStream.Play.Start');
});

test('revoking a key disconnects who publishes by it, and nobody else', async () => {
  const keys = await begin();
  const [one, two] = [keys.add({ name: 'one' }), keys.add({ name: 'two' })];
  const [first, second] = [await publishing(keys, `a?key=${one}`), await publishing(keys, `b?key=${two}`)];
  await Promise.all([first.hears(), second.hears()]);
  keys.change(revokeKey('one', keys.now));
  expect(await first.hears()).toEqual(['onStatus NetConnection.Connect.Rejected']);
  expect([first.isClosed, second.isClosed]).toEqual([true, false]);
  expect(await hearsPublishing(keys, `a?key=${one}`)).toEqual(DENIED);
  expect(refusals(keys).at(-1)).toBe('application.publish.requires: key; key one is revoked');
});

test('two keys are valid during a rotation, then the old one ends what it began', async () => {
  const keys = await begin();
  const old = keys.add({ name: 'k' });
  const { shown } = keys.change(rotateKey('k', keys.now + 60_000, keys.now));
  const [before, after] = [await publishing(keys, `a?key=${old}`), await publishing(keys, `b?key=${shown}`)];
  expect([await before.hears(), await after.hears()]).toEqual([PUBLISHED, PUBLISHED]);
  await keys.conversation.pass(65_000);
  await before.hears();
  expect([before.isClosed, after.isClosed]).toEqual([true, false]);
  expect(await hearsPublishing(keys, `c?key=${old}`)).toEqual(DENIED);
  expect(await hearsPublishing(keys, `d?key=${shown}`)).toEqual(PUBLISHED);
});

test('a rotation without grace disconnects at once', async () => {
  const keys = await begin();
  const client = await publishing(keys, `a?key=${keys.add({ name: 'k' })}`);
  await client.hears();
  keys.change(rotateKey('k', keys.now, keys.now));
  await client.hears();
  expect(client.isClosed).toBe(true);
});

test('a key that expires ends what it began', async () => {
  const keys = await begin();
  const key = keys.add({ name: 'k', expires: keys.now + 30_000 });
  const client = await publishing(keys, `a?key=${key}`);
  expect(await client.hears()).toEqual(PUBLISHED);
  await keys.conversation.pass(20_000);
  expect(client.isClosed).toBe(false);
  await keys.conversation.pass(15_000);
  await client.hears();
  expect(client.isClosed).toBe(true);
  expect(await hearsPublishing(keys, `a?key=${key}`)).toEqual(DENIED);
});

interface SignedParts {
  readonly action?: 'publish' | 'play';
  readonly application?: string;
  readonly instance?: string;
  readonly stream?: string;
  readonly expires?: number;
  readonly from?: string;
}

function signature({ key, shown }: ShownKey, keys: Keys, parts: SignedParts = {}): string {
  const { action = 'publish', application = 'live', instance = '_definst_', stream = 'flv:a', from = '' } = parts;
  const expires = parts.expires ?? Math.floor(keys.now / 1000) + 60;
  const signed = signTerms({ action, application, instance, stream, expires, from }, shown);
  return writeSignature({ signer: key.name, expires, from, signature: signed });
}

test('a signed address lets in whom it was signed for, and expires', async () => {
  const keys = await begin('application.publish.requires=signature');
  const signer = keys.signer();
  const query = signature(signer, keys, { from: OUTSIDE });
  const client = await publishing(keys, `a?${query}`);
  expect(await client.hears()).toEqual(PUBLISHED);
  expect(await hearsPublishing(keys, `a?${query}`, 'live', '192.0.2.8')).toEqual(DENIED);
  expect(await hearsPublishing(keys, `a?key=${keys.add()}`)).toEqual(DENIED);
  await keys.conversation.pass(61_000);
  expect(client.isClosed).toBe(false);
  client.hangUp();
  expect(await hearsPublishing(keys, `a?${query}`)).toEqual(DENIED);
  expect(refusals(keys)).toEqual(
    ['the address was signed for another client', 'no signature was shown', 'the signed address has expired'].map(
      (why) => `application.publish.requires: signature; ${why}`,
    ),
  );
});

test.each<{
  name: string;
  parts?: SignedParts;
  at?: { name?: string; app?: string };
  change?: (query: string) => string;
}>([
  { name: 'another action', parts: { action: 'play' } },
  { name: 'another application', at: { app: 'vod' } },
  { name: 'another instance', at: { app: 'live/room1' } },
  { name: 'another stream', at: { name: 'b' } },
  { name: 'another case', at: { name: 'A' } },
  { name: 'another type', at: { name: 'mp4:a' } },
  {
    name: 'a later end',
    change: (query) => query.replace(/expires=(\d+)/, (_, time) => `expires=${Number(time) + 1}`),
  },
  { name: 'no address any more', parts: { from: OUTSIDE }, change: (query) => query.replace(/&from=[^&]*/, '') },
  { name: 'another signer', change: (query) => query.replace('signer=site', 'signer=stream') },
  { name: 'no signer', change: (query) => query.replace('signer=site&', '') },
  { name: 'half a signature', change: (query) => query.slice(0, -10) },
  { name: 'the past', parts: { expires: 1_000_000_000 } },
])('a signature is of no use for $name', async ({ parts, at = {}, change = (query: string) => query }) => {
  const keys = await begin();
  keys.add({ name: 'stream' });
  const query = change(signature(keys.signer(), keys, parts));
  expect(await hearsPublishing(keys, `${at.name ?? 'a'}?${query}`, at.app)).toEqual(DENIED);
});

test('a signature of an IPv6 client is for its address, however that is written', async () => {
  const keys = await begin();
  const query = signature(keys.signer(), keys, { from: '2001:db8::7' });
  expect(await hearsPublishing(keys, `a?${query}`, 'live', '2001:db8::8')).toEqual(DENIED);
  expect(await hearsPublishing(keys, `a?${query}`, 'live', '2001:db8::7')).toEqual(PUBLISHED);
});

test('revoking a signing key disconnects who came by its addresses', async () => {
  const keys = await begin();
  const client = await publishing(keys, `a?${signature(keys.signer(), keys)}`);
  expect(await client.hears()).toEqual(PUBLISHED);
  keys.change(revokeKey('site', keys.now));
  await client.hears();
  expect(client.isClosed).toBe(true);
});

test('no key and no signature is in a line of the log', async () => {
  const keys = await begin('logging.level=debug');
  const key = keys.add({ name: 'k' });
  const query = signature(keys.signer(), keys);
  for (const name of [`a?key=${key}`, `../a?key=${key}`, `a:b?key=${key}`, key, `a?${query}`, `b?${query}`]) {
    const client = await publishing(keys, name, `live?key=ag_${'x'.repeat(32)}`);
    client.command('FCPublish', 5, [name]);
    client.command('play', 0, [name], 1);
    client.command(key, 6);
    await client.hears();
    client.hangUp();
  }
  const log = JSON.stringify(keys.conversation.log.lines.map(({ message, fields }) => [message, fields]));
  expect(log).toContain('key accepted');
  for (const secret of [key, 'x'.repeat(32), query.slice(-20)]) expect(log).not.toContain(secret);
});
