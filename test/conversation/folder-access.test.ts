import { expect, test } from 'vitest';
import type { Hook } from '../../src/application/hook.js';
import { Conversation } from '../support/conversation.js';

const ACCESS = 'application.client.access';
const settings = [`${ACCESS}.readAccess=[/open, rooms/one]`, `${ACCESS}.writeAccess=[rooms]`];

test.each([
  ['publish', 'rooms/one/cam', 'NetStream.Publish.Start'],
  ['publish', 'mp4:rooms/cam?key=1', 'NetStream.Publish.Start'],
  ['publish', 'roomsful', 'NetStream.Publish.Denied'],
  ['publish', 'open/cam', 'NetStream.Publish.Denied'],
  ['play', 'open/film', 'NetStream.Play.Start'],
  ['play', 'rooms/one', 'NetStream.Play.Start'],
  ['play', 'mp4:rooms/two', 'NetStream.Play.Failed'],
  ['play', 'film', 'NetStream.Play.Failed'],
])('to %s %s: %s', async (action, name, code) => {
  const conversation = await Conversation.begin({ set: settings });
  const client = await conversation.connected();
  client.command(action, 0, [name], 1);
  expect(await client.hears()).toContain(`onStatus@1 ${code}`);
  const rules = conversation.log.at('warn').map(({ fields }) => fields?.rule);
  const rule = `${ACCESS}.${action === 'play' ? 'readAccess' : 'writeAccess'}`;
  expect(rules).toEqual(code.endsWith('Start') ? [] : [rule]);
});

test('shared objects: the same folders', async () => {
  const conversation = await Conversation.begin({ set: settings });
  const client = await conversation.connected('live', undefined, 0);
  for (const name of ['closed', 'open/new', 'rooms/one']) client.object(name, 0, { event: 'use' });
  expect(await client.hears()).toEqual([
    'object closed 0: status SharedObject.NoReadAccess error',
    'object open/new 0: status SharedObject.NoWriteAccess error',
    'object rooms/one 1: useSuccess, clear',
  ]);
});

test('what onConnect gives a client counts, and an empty list is nothing', async () => {
  const given: Hook = {
    name: 'given',
    onConnect(client) {
      client.readAccess = 'lobby';
      return undefined;
    },
  };
  const conversation = await Conversation.begin({ set: [...settings, `${ACCESS}.writeAccess=[]`], hooks: [given] });
  const client = await conversation.connected();
  for (const name of ['open/film', 'lobby/film']) client.command('play', 0, [name], 1);
  client.command('publish', 0, ['rooms/cam'], 1);
  const codes = (await client.hears()).filter((line) => /Failed|Denied|Play.Start/.test(line));
  expect(codes).toEqual([
    'onStatus@1 NetStream.Play.Failed',
    'onStatus@1 NetStream.Play.Start',
    'onStatus@1 NetStream.Publish.Denied',
  ]);
});
