import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { queryParameters } from '../../src/application/query-parameters.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { MessageType } from '../../src/rtmp/message.js';
import { addStreamKey, revokeKey } from '../../src/storage/change-keys.js';
import { Conversation } from '../support/conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const OUTSIDE = '192.0.2.7';
const ENCODER = { type: 'nonprivate', flashVer: 'FMLE/3.0 (compatible; FMSc/1.0)' };
const WANTED = '[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ';

async function begin(...set: string[]): Promise<{ conversation: Conversation; password: string }> {
  const conversation = await Conversation.begin({ set, apps: ['live', 'vod'] });
  const terms = { name: 'studio', application: 'live', instance: '*', stream: 'cam*', actions: ['publish'] } as const;
  const { keys, result } = addStreamKey(terms, conversation.clock.date())([]);
  conversation.keys.ring.replace(keys);
  return { conversation, password: result.shown };
}

/** The description with which a connect is rejected; undefined if it is accepted. */
async function rejection(conversation: Conversation, app: string, fields = ENCODER): Promise<string | undefined> {
  const client = conversation.client(OUTSIDE);
  client.connect(app, fields);
  const commands = (await client.messages()).filter(({ type }) => type === MessageType.commandAmf0);
  const [answer] = commands.map((message) => decodeCommand(message));
  if (answer?.name === '_result') return undefined;
  const info = answer?.args[0];
  expect(info).toBeInstanceOf(AmfObject);
  return (info as AmfObject).get('description') as string;
}

async function accepted(conversation: Conversation, app: string): Promise<ScriptedClient> {
  const client = conversation.client(OUTSIDE);
  client.connect(app, ENCODER);
  client.command('createStream', 2);
  await client.hears();
  return client;
}

function md5(text: string): Buffer {
  return createHash('md5').update(text).digest();
}

/** Answers the second step as the encoders do. */
async function adobeAnswer(conversation: Conversation, user: string, password: string, app = 'live'): Promise<string> {
  const description = (await rejection(conversation, `${app}?authmod=adobe&user=${user}`)) ?? '';
  expect(description).toContain(`[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=${user}&salt=`);
  const parameters = queryParameters(description.slice(description.indexOf('?') + 1));
  const [salt = '', opaque = ''] = [parameters.get('salt'), parameters.get('opaque')];
  expect(parameters.get('challenge')).toBe(opaque);
  const hash = md5(user + salt + password).toString('base64');
  const response = md5(`${hash}${opaque}deadbeef`).toString('base64');
  return `${app}?authmod=adobe&user=${user}&challenge=deadbeef&response=${response}&opaque=${opaque}`;
}

test('who logs in may publish what the key is for, without showing it again', async () => {
  const { conversation, password } = await begin('application.publish.login=adobe');
  expect(await rejection(conversation, 'live')).toBe(WANTED);
  const client = await accepted(conversation, await adobeAnswer(conversation, 'studio', password));
  client.command('publish', 0, ['cam1', 'live'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Start']);
  client.command('publish', 0, ['other', 'live'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Denied']);
});

test.each([
  { who: 'a player', fields: { flashVer: 'LNX 9,0,124,2' }, app: 'live' },
  { who: 'an encoder with a key in the address of the server', fields: ENCODER, app: 'live?key=ag_something' },
  { who: 'an encoder with a signed address of the server', fields: ENCODER, app: 'live?signature=x' },
])('$who is not asked to log in', async ({ fields, app }) => {
  const { conversation } = await begin('application.publish.login=adobe');
  expect(await rejection(conversation, app, fields as typeof ENCODER)).toBeUndefined();
});

test.each([
  ['nothing is configured', [], 'live', undefined],
  ['the address asks for it', [], 'live?auth', WANTED],
  ['the address asks for it in the other way', [], 'live?auth=llnw', WANTED.replace('adobe', 'llnw')],
  ['no key is required', ['application.publish.requires=nothing'], 'live?auth', undefined],
  ['its address is exempt', ['application.publish.exempt=[192.0.2.0/24]'], 'live?auth', undefined],
  ['the configuration says llnw', ['application.publish.login=llnw'], 'live', WANTED.replace('adobe', 'llnw')],
])('an encoder is asked to log in, or not, when %s', async (_when, set, app, description) => {
  const { conversation } = await begin(...set);
  expect(await rejection(conversation, app)).toBe(description);
});

test('a wrong password and an unknown user end alike, and the log knows the difference', async () => {
  const { conversation, password } = await begin();
  const failed = '[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed';
  expect(await rejection(conversation, await adobeAnswer(conversation, 'studio', 'wrong'))).toBe(failed);
  expect(await rejection(conversation, await adobeAnswer(conversation, 'nobody', password))).toBe(failed);
  const elsewhere = await adobeAnswer(conversation, 'studio', password, 'vod');
  expect(await rejection(conversation, elsewhere)).toBe(failed);
  expect(conversation.log.at('warn').map(({ fields }) => fields.rule)).toEqual([
    'login (adobe): the password is not the key studio',
    'login (adobe): there is no key of that name',
    'login (adobe): key studio is for application live',
  ]);
});

test('the salt of a user is always the same, whether there is one or not', async () => {
  const { conversation } = await begin();
  for (const user of ['studio', 'nobody']) {
    const salts = new Set<string | undefined>();
    for (let time = 0; time < 3; time++) {
      const description = await rejection(conversation, `live?authmod=adobe&user=${user}`);
      salts.add(/&salt=([^&]+)/.exec(description ?? '')?.[1]);
    }
    expect([...salts]).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{8}$/)]);
  }
});

test('an answer counts once, for half a minute, for its user and for the server that asked', async () => {
  const { conversation, password } = await begin();
  const other = await begin();
  const once = await adobeAnswer(conversation, 'studio', password);
  expect(await rejection(conversation, once)).toBeUndefined();
  expect(await rejection(conversation, once)).toContain('authfailed');
  const late = await adobeAnswer(conversation, 'studio', password);
  await conversation.pass(30_000);
  expect(await rejection(conversation, late)).toContain('authfailed');
  const foreign = await adobeAnswer(other.conversation, 'studio', password);
  expect(await rejection(conversation, foreign)).toContain('authfailed');
  const renamed = (await adobeAnswer(conversation, 'nobody', password)).replace('nobody', 'studio');
  expect(await rejection(conversation, renamed)).toContain('authfailed');
});

test('a key that is revoked after the login is of no use any more', async () => {
  const { conversation, password } = await begin();
  const client = await accepted(conversation, await adobeAnswer(conversation, 'studio', password));
  const { ring } = conversation.keys;
  ring.replace(revokeKey('studio', conversation.clock.date())(ring.keys).keys);
  client.command('publish', 0, ['cam1', 'live'], 1);
  expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Denied']);
});

test.each([
  'live?authmod=basic',
  'live?authmod=adobe',
  'live?authmod=adobe&user=',
  'live?authmod=adobe&user=a%20b',
  'live?authmod=adobe&user=x&response=',
  'live?authmod=llnw&user=x&response=y',
  `live?authmod=adobe&user=${'x'.repeat(65)}`,
  'live?authmod=adobe&user=__proto__&response=x&opaque=..&challenge=',
])('%s leads nowhere', async (app) => {
  const { conversation } = await begin();
  expect(await rejection(conversation, app)).toMatch(/\?reason=(authfailed|nosuchuser)$/);
});
