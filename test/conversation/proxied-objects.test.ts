import { expect, test } from 'vitest';
import type { AmfValue } from '../../src/amf/value.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import type { ServerSharedObject } from '../../src/sharedobject/server-shared-object.js';
import { Conversation } from '../support/conversation.js';
import { outgoing } from '../support/outgoing-run.js';
import type { OutgoingRun } from '../support/outgoing-run.js';
import { shown } from '../support/transcript.js';

const use: SharedObjectEvent = { event: 'use' };
const change = (name: string, value: AmfValue): SharedObjectEvent => ({
  event: 'requestChange',
  properties: [[name, value]],
});

/** The script of live/room gets an object of live/lobby. */
async function room(conversation: Conversation, objectEncoding: 0 | 3, persistent: boolean) {
  const guest = await conversation.connected('live/room', undefined, 0);
  const { run } = await outgoing(conversation, { uri: 'rtmp://server.example/live/lobby', objectEncoding });
  const heard: string[] = [];
  const get = ({ connection }: OutgoingRun): ServerSharedObject => {
    const answer = conversation.instance('live/room')!.sharedObjects.proxy(
      'users',
      persistent,
      {
        onSync: (items) => {
          heard.push(...items.map(({ code, name = '', value }) => `${code} ${name} ${shown(value)}`.trim()));
        },
        onStatus: (code) => heard.push(code),
        onMessage: (handler, args) => heard.push([handler, ...args.map(shown)].join(' ')),
      },
      (listener) => connection.object({ name: 'users', persistent }, listener),
    );
    if (typeof answer === 'string') throw new Error(answer);
    return answer;
  };
  return { guest, run, get, heard };
}

test.each([
  [0, 'object', 'users'],
  [3, 'persistent', '/users'],
] as const)('an object of another instance, AMF%i, %s', async (objectEncoding, called, name) => {
  const conversation = await Conversation.begin();
  const { guest, run, get, heard } = await room(conversation, objectEncoding, name.startsWith('/'));
  const member = await conversation.connected('live/lobby', undefined, 0);
  member.object(name, 0, use);
  member.object(name, 1, change('ann', 'lobby'));
  await member.hears();
  const script = get(run);
  await conversation.pass(0);
  expect(heard.splice(0)).toEqual(['clear  undefined', 'change ann "lobby"']);

  guest.object(name, 0, use);
  expect(await guest.hears()).toEqual([`${called} users ${script.version}: useSuccess, clear, change ann="lobby"`]);
  guest.object(name, script.version, change('bob', 'room'));
  await conversation.pass(0);
  expect(await guest.hears()).toEqual([`${called} users ${script.version}: success bob`]);
  expect(await member.hears()).toEqual([`${called} users 3: change bob="room"`]);
  expect(heard.splice(0)).toEqual(['change bob "room"']);

  script.setProperty('cat', 'room');
  script.send('welcome', 'cat');
  await conversation.pass(0);
  expect((await member.hears()).at(-1)).toBe(`${called} users 4: change cat="room", sendMessage welcome "cat"`);
  expect((await guest.hears()).at(-1)).toMatch(/: change cat="room", sendMessage welcome "cat"$/);
  expect(heard.splice(0)).toEqual(['success cat "room"', 'welcome "cat"']);
  expect(conversation.instance('live/lobby')!.sharedObjects.objects.size).toBe(1);

  // Both are the owner's order in the end, whoever was first.
  guest.object(name, script.version, change('ann', 'room'));
  member.object(name, 4, change('ann', 'home'));
  await conversation.pass(0);
  await conversation.pass(0);
  const lobby = conversation.instance('live/lobby')!.sharedObjects.objects.find('users', name.startsWith('/'))!;
  expect(script.getProperty('ann')).toBe(lobby.get('ann'));

  script.close();
  guest.object(name, 9, { event: 'release' });
  await conversation.pass(0);
  expect([lobby.users, conversation.instance('live/room')!.sharedObjects.objects.size]).toEqual([1, 0]);
});

test('when the connection is lost the object stays as it is, until there is another connection', async () => {
  const conversation = await Conversation.begin();
  const { guest, run, get, heard } = await room(conversation, 3, false);
  const member = await conversation.connected('live/lobby', undefined, 0);
  member.object('users', 0, use);
  const script = get(run);
  script.setProperty('ann', 1);
  guest.object('users', 0, use);
  await conversation.pass(0);
  heard.splice(0);
  run.connection.close();
  await conversation.pass(0);
  await guest.hears();
  guest.object('users', script.version, change('ann', 2));
  expect(await guest.hears()).toEqual([
    `object users ${script.version}: change ann=1, status SharedObject.NoWriteAccess error`,
  ]);
  script.setProperty('ann', 3);
  await conversation.pass(0);
  expect(heard.splice(0)).toEqual(['reject ann 1']);
  member.object('users', 2, change('ann', 4));
  await member.hears();

  const { run: second } = await outgoing(conversation, { uri: 'rtmp://server.example/live/lobby' });
  expect(get(second).getProperty('ann')).toBe(1);
  await conversation.pass(0);
  expect([script.getProperty('ann'), (await guest.hears()).at(-1)]).toEqual([
    4,
    `object users ${script.version}: clear, change ann=4`,
  ]);
});
