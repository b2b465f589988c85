import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { aac, avc, h263, hevc, padded } from '../support/media-payloads.js';

async function joined(conversation: Conversation): Promise<{ player: ScriptedClient; beginning: string[] }> {
  const player = await conversation.connected();
  player.command('play', 0, ['stream'], 1);
  const heard = await player.hears();
  return { player, beginning: heard.filter((line) => /^(?:audio|video)/.test(line)) };
}

test('switched off: a late player waits for the next key frame, with audio meanwhile', async () => {
  const set = ['application.streamManager.live.accumulatedIFrames.enabled=false'];
  const conversation = await Conversation.begin({ set });
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.audio(0, aac.header('asc'));
  publisher.video(0, avc.key('k1'));
  const { player, beginning } = await joined(conversation);
  expect(beginning).toEqual(['video@1 0 header sps', 'audio@1 0 header asc']);
  publisher.video(40, avc.inter('p1'));
  publisher.audio(45, aac.frame('a1'));
  publisher.video(80, avc.key('k2'));
  publisher.video(120, avc.inter('p2'));
  expect(await player.hears()).toEqual(['audio@1 45 frame a1', 'video@1 80 key k2', 'video@1 120 inter p2']);
});

test.each([
  { limit: 'maxSize', set: 'application.streamManager.live.accumulatedIFrames.maxSize=64KiB', time: 80, size: 65_000 },
  { limit: 'maxTime', set: 'application.streamManager.live.accumulatedIFrames.maxTime=1s', time: 1100, size: 10 },
])('a GOP that outgrows $limit is given up whole, until the next key frame', async ({ set, time, size }) => {
  const conversation = await Conversation.begin({ set: [set] });
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key(padded('k1', 600)));
  publisher.video(time, avc.inter(padded('p1', size)));
  const { player, beginning } = await joined(conversation);
  expect(beginning).toEqual([`video@1 ${time} header sps`]);
  publisher.video(time + 40, avc.inter('p2'));
  publisher.video(time + 80, avc.key('k2'));
  expect(await player.hears()).toEqual([`video@1 ${time + 80} key k2`]);
  expect((await joined(conversation)).beginning).toEqual([
    `video@1 ${time + 80} header sps`,
    `video@1 ${time + 80} key k2`,
  ]);
});

test('a new codec in mid-stream: who joins begins with it, or with nothing', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  publisher.video(40, hevc.header('vps'));
  const early = await joined(conversation);
  expect(early.beginning).toEqual(['video@1 40 header vps']);
  publisher.video(40, hevc.key('h1'));
  publisher.video(80, hevc.inter('h2'));
  expect(await early.player.hears()).toEqual(['video@1 40 key h1', 'video@1 80 inter h2']);
  expect((await joined(conversation)).beginning).toEqual([
    'video@1 40 header vps',
    'video@1 40 key h1',
    'video@1 80 inter h2',
  ]);
});

test('a sequence header sent again unchanged keeps the GOP', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  publisher.video(40, avc.header('sps'));
  publisher.video(40, avc.inter('p1'));
  expect((await joined(conversation)).beginning).toEqual([
    'video@1 0 header sps',
    'video@1 0 key k1',
    'video@1 40 header sps',
    'video@1 40 inter p1',
  ]);
});

test('a changed one ends it', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  publisher.video(40, avc.header('sps 2'));
  publisher.video(40, avc.inter('p1'));
  expect((await joined(conversation)).beginning).toEqual(['video@1 40 header sps 2']);
});

test('an audio header that comes behind the first key frame spares the GOP', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  publisher.audio(10, aac.header('asc'));
  publisher.audio(10, aac.frame('a1'));
  expect((await joined(conversation)).beginning).toEqual([
    'video@1 0 header sps',
    'audio@1 0 header asc',
    'video@1 0 key k1',
    'audio@1 10 header asc',
    'audio@1 10 frame a1',
  ]);
});

test('a codec without sequence headers', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, h263.inter('before any key frame'));
  publisher.video(40, h263.key('k1'));
  publisher.video(80, h263.inter('p1'));
  expect((await joined(conversation)).beginning).toEqual(['video@1 40 key k1', 'video@1 80 inter p1']);
});

test('audio only: a late player gets the header and goes on from there', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.audio(0, aac.header('asc'));
  publisher.audio(0, aac.frame('a1'));
  const { player, beginning } = await joined(conversation);
  expect(beginning).toEqual(['audio@1 0 header asc']);
  publisher.audio(23, aac.frame('a2'));
  expect(await player.hears()).toEqual(['audio@1 23 frame a2']);
});

test('video only', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  const { player, beginning } = await joined(conversation);
  expect(beginning).toEqual(['video@1 0 header sps', 'video@1 0 key k1']);
  publisher.video(40, avc.inter('p1'));
  expect(await player.hears()).toEqual(['video@1 40 inter p1']);
});

test('whoever joins between two messages of one flush misses none and gets none twice', async () => {
  const conversation = await Conversation.begin();
  const publisher = await conversation.publisher('stream');
  const player = await conversation.connected();
  publisher.video(0, avc.header('sps'));
  publisher.video(0, avc.key('k1'));
  await publisher.hears();
  // All of this is one turn: what was sent before the play command still waits to be flushed.
  publisher.video(40, avc.inter('p1'));
  player.command('play', 0, ['stream'], 1);
  publisher.video(80, avc.inter('p2'));
  expect((await player.hears()).filter((line) => line.startsWith('video'))).toEqual([
    'video@1 0 header sps',
    'video@1 0 key k1',
    'video@1 40 inter p1',
    'video@1 80 inter p2',
  ]);
});

test('headers for who joins while messages wait are not ahead of these', async () => {
  const set = ['application.streamManager.live.accumulatedIFrames.enabled=false'];
  const conversation = await Conversation.begin({ set });
  const publisher = await conversation.publisher('stream');
  const player = await conversation.connected();
  publisher.audio(0, aac.header('asc'));
  await publisher.hears();
  publisher.audio(500, aac.frame('a1'));
  player.command('play', 0, ['stream'], 1);
  expect((await player.hears()).filter((line) => line.startsWith('audio'))).toEqual([
    'audio@1 0 header asc',
    'audio@1 500 frame a1',
  ]);
});
