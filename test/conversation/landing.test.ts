import { expect, test } from 'vitest';
import { MAX_LISTED } from '../../src/web/landing-facts.js';
import { listStreams } from '../../src/web/list-streams.js';
import { Conversation } from '../support/conversation.js';
import { avc } from '../support/media-payloads.js';

/** What a page is told of the streams, of those that may be shown. */
function list(conversation: Conversation, isShown = (_application: string) => true) {
  const host = conversation.server.adaptors[0]!.adaptor.find('server.example')!;
  return listStreams(host, isShown, conversation.clock.now());
}

test('tells of what is published, what most play first, and of nothing else', async () => {
  const conversation = await Conversation.begin({ apps: ['live', 'closed'] });
  const publishers = [];
  for (const [name, app] of [
    ['a', 'live'],
    ['b', 'live/room'],
    ['c', 'closed'],
  ] as const)
    publishers.push(await conversation.publisher(name, app));
  publishers[1]!.video(0, avc.key('k'));
  const player = await conversation.connected('live/room');
  player.command('play', 0, ['b'], 1);
  // Nobody publishes that.
  const waiting = await conversation.connected('live');
  waiting.command('play', 0, ['nobody'], 1);
  await conversation.pass(100);

  const { streams, unlisted } = list(conversation, (application) => application === 'live');
  expect(streams.map(({ instance, name, players }) => [instance, name, players])).toEqual([
    ['room', 'b', 1],
    ['_definst_', 'a', 0],
  ]);
  expect(streams[0]).toMatchObject({ application: 'live', video: { codecString: 'avc1' }, audio: undefined });
  expect(unlisted).toBe(0);

  publishers[0]!.command('closeStream', 0, [], 1);
  await conversation.pass(100);
  expect(list(conversation).streams.map(({ name }) => name)).toEqual(['b', 'c']);
});

test('tells of so many, and how many more there are', async () => {
  const conversation = await Conversation.begin();
  for (let i = 0; i < MAX_LISTED + 3; i++) await conversation.publisher(`stream${i}`);
  const { streams, unlisted } = list(conversation);
  expect([streams.length, unlisted]).toEqual([MAX_LISTED, 3]);
});
