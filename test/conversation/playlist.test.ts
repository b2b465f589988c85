import { expect, test } from 'vitest';
import type { Hook } from '../../src/application/hook.js';
import { MediaError } from '../../src/media/media-error.js';
import { Conversation } from '../support/conversation.js';
import { aac, avc } from '../support/media-payloads.js';
import { END, isMedia, movie, passing, recordedPlayer, sees } from '../support/recorded-conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';

const SWITCH = 'data@1 0 onPlayStatus NetStream.Play.Switch';
const START = 'onStatus@1 NetStream.Play.Start';

function films(): { one: ReturnType<typeof movie>; two: ReturnType<typeof movie> } {
  return { one: movie(4000, 1000, 'one-'), two: movie(2000, 1000, 'two-') };
}

/** A client whose buffer is never full. */
async function hungry(conversation: Conversation): Promise<ScriptedClient> {
  const player = await recordedPlayer(conversation);
  player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 36_000_000 });
  return player;
}

/** Timestamps of audio and video. */
function times(lines: readonly string[]): number[] {
  return lines.filter(isMedia).map((line) => Number(line.split(' ')[1]));
}

test('items with reset false follow one another: Switch between them, Complete behind the last, time goes on', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0, -1, true], 1);
  player.command('play', 0, ['two', 500, 1000, false], 1);
  const first = await player.hears();
  expect(first.filter((line) => line === SWITCH)).toEqual([]);
  await passing(conversation, 6000);
  const heard = [...first, ...(await player.hears())];
  expect(heard.filter((line) => !isMedia(line) && !line.startsWith('Buffer'))).toEqual([
    ...['SetChunkSize 4096', 'StreamIsRecorded@1', 'StreamBegin@1', 'onStatus@1 NetStream.Play.Reset', START],
    ...['data@1 0 |RtmpSampleAccess false false', 'audio@1 0 empty', 'data@1 0 onStatus NetStream.Data.Start'],
    ...['data@1 0 onMetaData', SWITCH, 'StreamIsRecorded@1', 'StreamBegin@1', START],
    ...['data@1 0 |RtmpSampleAccess false false', 'audio@1 4000 empty', 'data@1 0 onStatus NetStream.Data.Start'],
    ...['data@1 4000 onMetaData', ...END],
  ]);
  const media = heard.filter(isMedia);
  expect(media.slice(-4)).toEqual([
    'video@1 4500 key two-k1000',
    'audio@1 4500 frame two-a1000',
    'video@1 5000 inter two-p1500',
    'audio@1 5000 frame two-a1500',
  ]);
  expect(times(media)).toEqual([...times(media)].sort((a, b) => a - b));
});

test('what is appended when everything is over begins at once, where the time of the client is', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const player = await hungry(conversation);
  player.command('play', 0, ['one', 0], 1);
  expect((await player.hears()).slice(-3)).toEqual(END);
  player.command('play', 0, ['two', 0, -1, 0], 1);
  const heard = await player.hears();
  expect(heard).not.toContain('onStatus@1 NetStream.Play.Reset');
  expect(times(heard)[0]).toBe(4000);
  expect(heard.slice(-3)).toEqual(END);
});

test('reset false with nothing to append to plays at once', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const player = await hungry(conversation);
  player.command('play', 0, ['one', 0, -1, false], 1);
  const heard = await player.hears();
  expect(heard).not.toContain('onStatus@1 NetStream.Play.Reset');
  expect(heard.slice(-3)).toEqual(END);
});

test('reset true forgets what waited', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0], 1);
  player.command('play', 0, ['one', 0, -1, false], 1);
  player.command('play', 0, ['two', 0, -1, true], 1);
  await player.hears();
  await passing(conversation, 5000);
  expect((await player.hears()).filter((line) => line.includes('one-'))).toEqual([]);
});

test('seeking and pausing go by the time of the client', async () => {
  const conversation = await Conversation.begin({ recorded: { one: movie(2000), two: movie(60_000, 1000, 'two-') } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0], 1);
  player.command('play', 0, ['two', 0, -1, false], 1);
  await passing(conversation, 5000);
  await player.hears();
  player.command('seek', 0, [12_000], 1);
  expect((await sees(player)).slice(2, 5)).toEqual([
    'video@1 12000 seek-start',
    'video@1 12000 key two-k10000',
    'video@1 12000 seek-end',
  ]);
  player.command('pause', 0, [true, 13_000], 1);
  player.command('pause', 0, [false, 13_000], 1);
  expect(await sees(player)).toContain('video@1 13000 key two-k11000');
});

test('a live item ends when it is no longer published; the next goes on with its time', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const publisher = await conversation.publisher('show');
  const player = await hungry(conversation);
  player.command('play', 0, ['show', -1], 1);
  player.command('play', 0, ['two', 0, -1, false], 1);
  await player.hears();
  publisher.video(7000, avc.header('sps'));
  publisher.video(7000, avc.key('k1'));
  publisher.video(7040, avc.inter('p1'));
  await player.hears();
  publisher.command('deleteStream', 0, [1]);
  const heard = await player.hears();
  expect(heard.slice(0, 2)).toEqual(['onStatus@1 NetStream.Play.UnpublishNotify', SWITCH]);
  expect(times(heard)[0]).toBe(7080);
  expect(heard.slice(-3)).toEqual(END);
});

test('a live item behind a recorded one is shifted to where that ended', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const publisher = await conversation.publisher('show');
  publisher.video(90_000, avc.header('sps'));
  publisher.video(90_000, avc.key('k1'));
  publisher.audio(90_020, aac.frame('a1'));
  await publisher.hears();
  const player = await hungry(conversation);
  player.command('play', 0, ['one', 0], 1);
  await player.hears();
  player.command('play', 0, ['show', -1, -1, false], 1);
  expect(await sees(player)).toEqual(['video@1 4000 header sps', 'video@1 4000 key k1', 'audio@1 4020 frame a1']);
  publisher.video(90_040, avc.inter('p1'));
  expect(await sees(player)).toEqual(['video@1 4040 inter p1']);
});

test('an item that is not there or broken is told of, and the next one plays', async () => {
  const broken = new MediaError('malformed', 'x');
  const conversation = await Conversation.begin({ recorded: { ...films(), broken } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0], 1);
  for (const name of ['nothing', 'broken', 'two']) player.command('play', 0, [name, 0, -1, false], 1);
  await passing(conversation, 5000);
  const heard = (await player.hears()).filter((line) => line.startsWith('onStatus'));
  expect(heard).toEqual([
    ...['onStatus@1 NetStream.Play.Reset', START, 'onStatus@1 NetStream.Play.StreamNotFound'],
    ...['onStatus@1 NetStream.Play.FileStructureInvalid', START, 'onStatus@1 NetStream.Play.Stop'],
  ]);
});

test('the gate is asked for each item when its turn has come, and told of the end of each', async () => {
  const asked: string[] = [];
  const hook: Hook = {
    name: 'listener',
    onPlay: (_, { name }) => {
      asked.push(`play ${name}`);
      const refusal = { rule: 'test', reason: 'denied', description: 'no' } as const;
      return Promise.resolve(name === 'secret' ? refusal : undefined);
    },
    onStop: (_, { name }) => void asked.push(`stop ${name}`),
  };
  const conversation = await Conversation.begin({ recorded: { ...films(), secret: movie(1000) }, hooks: [hook] });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0], 1);
  for (const name of ['secret', 'two']) player.command('play', 0, [name, 0, -1, false], 1);
  await player.hears();
  expect(asked).toEqual(['play one']);
  await passing(conversation, 5000);
  expect((await player.hears()).filter((line) => line.includes('secret') || line.includes('Play.Failed'))).toEqual([
    'onStatus@1 NetStream.Play.Failed',
  ]);
  player.command('closeStream', 0, [], 1);
  await player.hears();
  expect(asked).toEqual(['play one', 'play secret', 'play two', 'stop one', 'stop two']);
});

test('play(false) while the next item is being asked for: it never begins', async () => {
  let answer = (): void => undefined;
  const hook: Hook = {
    name: 'slow',
    onPlay: (_, { name }) =>
      name === 'two' ? new Promise((resolve) => (answer = () => resolve(undefined))) : undefined,
  };
  const conversation = await Conversation.begin({ recorded: films(), hooks: [hook] });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0], 1);
  player.command('play', 0, ['two', 0, -1, false], 1);
  await passing(conversation, 4000);
  await player.hears();
  player.command('play', 0, [false], 1);
  expect(await player.hears()).toEqual([]);
  answer();
  expect(await player.hears()).toEqual([]);
});

test('a playlist does not grow without end', async () => {
  const conversation = await Conversation.begin({
    recorded: films(),
    set: ['adaptor.rtmp.maxCommandsPerSecond=10000'],
  });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0, 500], 1);
  await player.hears();
  player.command('pause', 0, [true, 0], 1);
  player.command('seek', 0, [0], 1);
  player.command('play', 0, ['one', 0], 1);
  for (let i = 0; i < 1001; i++) player.command('play', 0, ['show', -1, -1, false], 1);
  expect((await player.hears()).filter((line) => line.endsWith('Play.Failed'))).toEqual([
    'onStatus@1 NetStream.Play.Failed',
  ]);
});

test('who pauses while the next item is being opened goes on with what is left of the one before', async () => {
  const gates: (() => void)[] = [];
  const slow: Hook = {
    name: 'slow',
    onPlay: (_, { name }) =>
      name === 'two' ? new Promise((resolve) => gates.push(() => resolve(undefined))) : undefined,
  };
  const conversation = await Conversation.begin({ recorded: films(), hooks: [slow] });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['one', 0], 1);
  player.command('play', 0, ['two', 0, -1, false], 1);
  await player.hears();
  await passing(conversation, 2500);
  expect((await player.hears()).at(-1)).toBe(SWITCH);
  player.command('pause', 0, [true, 2500], 1);
  gates.pop()!();
  expect((await player.hears()).at(-1)).toBe('onStatus@1 NetStream.Pause.Notify');
  await passing(conversation, 3000);
  expect(await player.hears()).toEqual([]);
  player.command('pause', 0, [false, 2500], 1);
  const again = await player.hears();
  expect(again.find((line) => line.includes(' key '))).toBe('video@1 2500 key one-k2000');
  await passing(conversation, 3000);
  const end = [...again, ...(await player.hears())];
  expect(end.filter((line) => line === SWITCH)).toHaveLength(1);
  gates.pop()!();
  expect((await sees(player))[3]).toBe('video@1 4000 key two-k0');
});

test('who pauses what was live when it ends is given the next item when it goes on', async () => {
  const conversation = await Conversation.begin({ recorded: films() });
  const publisher = await conversation.publisher('show');
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['show', -1], 1);
  player.command('play', 0, ['one', 0, -1, false], 1);
  player.command('pause', 0, [true, 0], 1);
  await player.hears();
  publisher.command('closeStream', 0, [], 1);
  await conversation.pass(1000);
  expect(await sees(player)).toEqual([]);
  player.command('pause', 0, [false, 0], 1);
  expect((await sees(player))[3]).toBe('video@1 0 key one-k0');
});
