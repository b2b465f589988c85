import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc } from '../support/media-payloads.js';
import { END, isMedia, movie, passing, recordedPlayer, sees } from '../support/recorded-conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { membersOf } from '../support/transcript.js';

const TRANSITION = 'onStatus@1 NetStream.Play.Transition';
const COMPLETE = 'data@1 0 onPlayStatus NetStream.Play.TransitionComplete';

function play2(
  player: ScriptedClient,
  streamName: string,
  transition: string,
  more: Record<string, AmfValue> = {},
): void {
  const options = { streamName, oldStreamName: '', start: -2, len: -1, offset: -1, transition, ...more };
  player.command('play2', 0, [AmfObject.of(options)], 1);
}

async function rates(): Promise<{ conversation: Conversation; player: ScriptedClient }> {
  const recorded = {
    low: movie(30_000, 1000, 'low-'),
    high: movie(30_000, 2000, 'high-'),
    other: movie(4000, 1000, 'other-'),
  };
  const conversation = await Conversation.begin({ recorded });
  return { conversation, player: await recordedPlayer(conversation) };
}

test('switch of recorded streams: the old one up to a key frame of the new one, no gap and no step back', async () => {
  const { conversation, player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  // 0 to 2500 are sent.
  await player.hears();
  play2(player, 'high', 'switch');
  const answer = await player.hears();
  expect(answer).toContain(TRANSITION);
  await passing(conversation, 4000);
  const heard = [...answer, ...(await player.hears())];
  const place = heard.indexOf(COMPLETE);
  expect(heard.slice(0, place).filter(isMedia).at(-1)).toBe('audio@1 3500 frame low-a3500');
  expect(heard.slice(place + 1, place + 7)).toEqual([
    'data@1 4000 onMetaData',
    'video@1 4000 header high-sps',
    'audio@1 4000 header high-asc',
    'video@1 4000 key high-k4000',
    'audio@1 4000 frame high-a4000',
    'video@1 4500 inter high-p4500',
  ]);
  const times = heard.filter(isMedia).map((line) => Number(line.split(' ')[1]));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(conversation.library.held).toBe(1);
});

test('what Play.Transition says', async () => {
  const { player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  await player.hears();
  play2(player, 'high', 'switch');
  const infos = (await player.messages())
    .filter(({ type }) => type === 20)
    .map((m) => membersOf(decodeCommand(m).args[0]));
  expect(infos).toEqual([
    {
      level: 'status',
      code: 'NetStream.Play.Transition',
      description: 'Transitioned to high.',
      details: 'high',
      clientid: 'client-1',
      reason: 'NetStream.Transition.Success',
    },
  ]);
});

test('with an offset it switches behind that time', async () => {
  const { conversation, player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  await player.hears();
  play2(player, 'high', 'switch', { offset: 7.2 });
  await passing(conversation, 10_000);
  const media = await sees(player);
  expect(media.find((line) => line.includes('high-k'))).toBe('video@1 8000 key high-k8000');
  expect(media).toContain('video@1 7500 inter low-p7500');
});

test('a seek calls the switch off; a second switch replaces the first', async () => {
  const { conversation, player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  await player.hears();
  play2(player, 'high', 'switch');
  player.command('seek', 0, [10_000], 1);
  await player.hears();
  await passing(conversation, 5000);
  expect((await sees(player)).filter((line) => line.includes('high'))).toEqual([]);
  play2(player, 'high', 'switch');
  play2(player, 'other', 'switch');
  await passing(conversation, 4000);
  const heard = await player.hears();
  expect(heard.filter((line) => line.includes('high'))).toEqual([]);
  // It has no key frame there.
  expect(heard).toContain('onStatus@1 NetStream.Failed');
  expect(heard.filter((line) => line.includes('low-')).length).toBeGreaterThan(5);
});

test('a switch while it pauses takes place when it goes on', async () => {
  const { player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  player.command('pause', 0, [true, 1500], 1);
  await player.hears();
  play2(player, 'high', 'switch');
  expect(await player.hears()).toEqual([TRANSITION]);
  player.command('pause', 0, [false, 1500], 1);
  const heard = await player.hears();
  expect(heard).toContain(COMPLETE);
  expect(heard.find((line) => line.includes(' key '))).toBe('video@1 1500 key high-k0');
});

test('another name that is not there leaves everything as it is', async () => {
  const { conversation, player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  await player.hears();
  play2(player, 'nothing', 'switch', { start: 0 });
  expect((await player.hears())[0]).toBe('onStatus@1 NetStream.Play.StreamNotFound');
  await passing(conversation, 3000);
  expect((await sees(player)).every((line) => line.includes('low-'))).toBe(true);
});

test('swap of what plays begins the other at once; of what waits, replaces it there', async () => {
  const { conversation, player } = await rates();
  player.command('play', 0, ['low', 0, 2000], 1);
  player.command('play', 0, ['high', 0, -1, false], 1);
  play2(player, 'other', 'swap', { oldStreamName: 'high' });
  await passing(conversation, 9000);
  expect((await player.hears()).filter((line) => line.includes('high'))).toEqual([]);
  player.command('play', 0, ['low', 0], 1);
  await player.hears();
  play2(player, 'other', 'swap');
  const heard = await player.hears();
  expect(heard.slice(0, 4)).toEqual([
    TRANSITION,
    'StreamIsRecorded@1',
    'StreamBegin@1',
    'onStatus@1 NetStream.Play.Start',
  ]);
  expect(heard).toContain(COMPLETE);
  expect(heard.find((line) => line.includes(' key '))).toBe('video@1 3000 key other-k0');
});

test('append, appendAndWait, reset, resume, stop', async () => {
  const { conversation, player } = await rates();
  play2(player, 'other', 'appendAndWait');
  expect(await player.hears()).toEqual([]);
  play2(player, 'other', 'append', { start: 2 });
  await passing(conversation, 9000);
  const heard = await player.hears();
  expect(heard.filter((line) => line.includes('k0')).length).toBe(1);
  expect(heard.filter((line) => line.includes('k2000')).length).toBe(2);
  expect(heard.slice(-3)).toEqual(END);
  play2(player, 'low', 'reset', { start: 3, len: 0.5 });
  const reset = await player.hears();
  expect(reset).toContain('onStatus@1 NetStream.Play.Reset');
  expect(reset.filter(isMedia).at(-1)).toBe('audio@1 500 frame low-a3500');
  play2(player, 'low', 'resume', { offset: 12 });
  expect((await sees(player)).find((line) => line.includes(' key '))).toBe('video@1 0 key low-k12000');
  play2(player, 'low', 'stop');
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.Stop', 'StreamEOF@1']);
});

test('a transition that is none, a name that is none, no options', async () => {
  const { player } = await rates();
  play2(player, 'low', 'fade');
  play2(player, '../x', 'switch');
  player.command('play2', 0, [7], 1);
  expect(await player.hears()).toEqual([
    'onStatus@1 NetStream.InvalidArg',
    'onStatus@1 NetStream.Play.StreamNotFound',
    'onStatus@1 NetStream.Play.StreamNotFound',
  ]);
});

async function liveRates(): Promise<{
  low: ScriptedClient;
  high: ScriptedClient;
  player: ScriptedClient;
  conversation: Conversation;
}> {
  const conversation = await Conversation.begin();
  const [low, high] = [await conversation.publisher('low'), await conversation.publisher('high')];
  for (const [publisher, label] of [
    [low, 'low'],
    [high, 'high'],
  ] as const) {
    publisher.video(0, avc.header(`${label}-sps`));
    publisher.video(0, avc.key(`${label}-k0`));
    publisher.audio(0, aac.header(`${label}-asc`));
    await publisher.hears();
  }
  const player = await conversation.player('low');
  return { low, high, player, conversation };
}

test('switch of live streams: the old one stays until the new one has a key frame', async () => {
  const { low, high, player, conversation } = await liveRates();
  play2(player, 'high', 'switch');
  expect(await player.hears()).toEqual([TRANSITION]);
  low.video(40, avc.inter('low-p40'));
  high.video(40, avc.inter('high-p40'));
  expect(await player.hears()).toEqual(['video@1 40 inter low-p40']);
  high.video(80, avc.key('high-k80'));
  high.audio(81, aac.frame('high-a81'));
  low.video(80, avc.inter('low-p80'));
  expect(await player.hears()).toEqual([
    COMPLETE,
    'video@1 80 header high-sps',
    'audio@1 80 header high-asc',
    'video@1 80 key high-k80',
    'audio@1 81 frame high-a81',
  ]);
  low.video(120, avc.inter('low-p120'));
  high.video(120, avc.inter('high-p120'));
  expect(await player.hears()).toEqual(['video@1 120 inter high-p120']);
  expect(conversation.instance('live')?.streams.find('low')?.players.size).toBe(0);
});

test('live streams whose clocks differ: no step back', async () => {
  const { low, high, player } = await liveRates();
  low.video(50_000, avc.key('low-k'));
  low.video(50_040, avc.inter('low-p'));
  await player.hears();
  play2(player, 'high', 'switch');
  high.video(1000, avc.key('high-k'));
  high.video(1040, avc.inter('high-p'));
  expect((await sees(player)).slice(-2)).toEqual(['video@1 50080 key high-k', 'video@1 50120 inter high-p']);
});

test('a live stream that ends on the way is not switched to; neither is one that nobody publishes', async () => {
  const { low, high, player, conversation } = await liveRates();
  play2(player, 'high', 'switch');
  await player.hears();
  high.command('deleteStream', 0, [1]);
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.StreamNotFound']);
  play2(player, 'high', 'switch');
  expect(await player.hears()).toEqual(['onStatus@1 NetStream.Play.StreamNotFound']);
  low.video(40, avc.inter('low-p40'));
  expect(await player.hears()).toEqual(['video@1 40 inter low-p40']);
  expect(conversation.instance('live')?.streams.find('high')).toBeUndefined();
});

test('a seek behind a switch in a pause tells of both', async () => {
  const { player } = await rates();
  player.command('play', 0, ['low', 0], 1);
  player.command('pause', 0, [true, 1500], 1);
  play2(player, 'high', 'switch');
  await player.hears();
  player.command('seek', 0, [4000], 1);
  const heard = await player.hears();
  expect(heard.slice(heard.indexOf('onStatus@1 NetStream.Play.Start') + 1)).toEqual([
    COMPLETE,
    'data@1 0 |RtmpSampleAccess false false',
    'audio@1 4000 empty',
    'data@1 0 onStatus NetStream.Data.Start',
    'data@1 4000 onMetaData',
    'video@1 4000 header high-sps',
    'audio@1 4000 header high-asc',
    'video@1 4000 seek-start',
    'video@1 4000 key high-k4000',
    'video@1 4000 seek-end',
  ]);
});
