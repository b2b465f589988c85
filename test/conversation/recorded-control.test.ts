import { expect, test, vi } from 'vitest';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { Conversation } from '../support/conversation.js';
import { dataFrom, END, isMedia, movie, recordedPlayer, sees } from '../support/recorded-conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { membersOf } from '../support/transcript.js';

test('seek: EOF, recorded, begin, Seek.Notify, and everything from there', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command('seek', 0, [30_700], 1);
  const heard = await player.hears();
  expect(heard.slice(0, 16)).toEqual([
    'StreamEOF@1',
    'StreamIsRecorded@1',
    'StreamBegin@1',
    'onStatus@1 NetStream.Seek.Notify',
    'onStatus@1 NetStream.Play.Start',
    ...dataFrom(30_700),
    'video@1 30700 header sps',
    'audio@1 30700 header asc',
    'video@1 30700 seek-start',
    'video@1 30700 key k30000',
    'video@1 30700 inter p30500',
    'video@1 30700 seek-end',
    'video@1 31000 key k31000',
  ]);
  expect(heard.at(-1)).toBe('BufferEmpty@1');
});

test('seek beyond the end is the end, and from there it can go back', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(2000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command('seek', 0, [90_000], 1);
  expect((await player.hears()).slice(3)).toEqual([
    'onStatus@1 NetStream.Seek.Notify',
    'onStatus@1 NetStream.Play.Start',
    ...END,
  ]);
  player.command('seek', 0, [0], 1);
  expect((await player.hears()).slice(-5)).toEqual(['video@1 1500 inter p1500', 'audio@1 1500 frame a1500', ...END]);
  player.command('closeStream', 0, [], 1);
  expect(await player.hears()).toEqual([]);
});

test('pause stops the media; it goes on from where the client says', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  await conversation.pass(1000);
  await player.hears();
  player.command('pauseRaw', 0, [true, 1000], 1);
  player.command('pause', 0, [true, 1000], 1);
  const paused = ['StreamEOF@1', 'onStatus@1 NetStream.Pause.Notify'];
  expect(await player.hears()).toEqual([...paused, ...paused]);
  await conversation.pass(5000);
  expect(await player.hears()).toEqual([]);
  player.command('pause', 0, [false, 1200], 1);
  const heard = await player.hears();
  expect(heard.slice(0, 14)).toEqual([
    'StreamIsRecorded@1',
    'StreamBegin@1',
    'onStatus@1 NetStream.Unpause.Notify',
    'onStatus@1 NetStream.Play.Start',
    ...dataFrom(1200),
    'video@1 1200 header sps',
    'audio@1 1200 header asc',
    'video@1 1200 seek-start',
    'video@1 1200 key k1000',
    'video@1 1200 seek-end',
    'video@1 1500 inter p1500',
  ]);
  player.command('pause', 0, [false, 1200], 1);
  expect((await player.hears()).filter(isMedia)).toEqual([]);
});

test('pause without a time goes on where it was, and without anything is a toggle', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  await conversation.pass(1600);
  await player.hears();
  player.command('pause', 0, [], 1);
  player.command('pause', 0, [], 1);
  expect(await player.hears()).toContain('audio@1 1600 empty');
});

test('seek in a pause shows the picture there, and nothing more before the client goes on', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  player.command('pause', 0, [true, 0], 1);
  await player.hears();
  player.command('seek', 0, [40_700], 1);
  expect((await player.hears()).slice(3)).toEqual([
    'onStatus@1 NetStream.Seek.Notify',
    'onStatus@1 NetStream.Play.Start',
    ...dataFrom(40_700),
    'video@1 40700 header sps',
    'audio@1 40700 header asc',
    'video@1 40700 seek-start',
    'video@1 40700 key k40000',
    'video@1 40700 inter p40500',
    'video@1 40700 seek-end',
  ]);
  player.command('pauseRaw', 0, [true, 40_700], 1);
  await conversation.pass(5000);
  expect(await sees(player)).toEqual([]);
  player.command('pause', 0, [false], 1);
  const media = await sees(player);
  expect([media[0], media[6]]).toEqual(['video@1 40700 header sps', 'video@1 41000 key k41000']);
});

test('seek in a pause beyond the end, or to a last picture, is no end before the client goes on', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(2000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  player.command('pause', 0, [true, 0], 1);
  await player.hears();
  player.command('seek', 0, [90_000], 1);
  expect(await sees(player)).toEqual([]);
  player.command('seek', 0, [1500], 1);
  expect((await player.hears()).at(-1)).toBe('video@1 1500 seek-end');
  player.command('pause', 0, [false], 1);
  expect((await player.hears()).slice(-3)).toEqual(END);
});

test('a client without seek frames is shown the key frame', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await conversation.connected();
  player.command('play', 0, ['movie', 0], 1);
  player.command('pause', 0, [true, 0], 1);
  player.command('seek', 0, [40_700], 1);
  const heard = await sees(player);
  expect(heard.slice(-3)).toEqual(['video@1 40000 header sps', 'audio@1 40000 header asc', 'video@1 40000 key k40000']);
});

test('a hundred seeks in one turn: each is answered, and only the last is looked for besides the first', async () => {
  const source = movie(600_000, 2000);
  const seek = vi.spyOn(source, 'seek');
  const conversation = await Conversation.begin({ recorded: { movie: source, other: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  const other = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  other.command('play', 0, ['other', 0], 1);
  await player.hears();
  await other.hears();
  seek.mockClear();
  source.reads.length = 0;
  for (let i = 1; i <= 100; i++) player.command('seek', 0, [i * 5000], 1);
  await conversation.pass(1000);
  const heard = await player.hears();
  expect(heard.filter((line) => line.endsWith('Seek.Notify'))).toHaveLength(100);
  expect(seek.mock.calls).toEqual([[5000], [500_000]]);
  expect(source.reads.length).toBeLessThan(5);
  expect(heard.find(isMedia)).toBe('video@1 500000 header sps');
  expect((await sees(other))[0]).toBe('video@1 3000 key k3000');
});

test('more seeks than maxCommandsPerSecond wait', async () => {
  const conversation = await Conversation.begin({
    recorded: { movie: movie(60_000) },
    set: ['adaptor.rtmp.maxCommandsPerSecond=10'],
  });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  for (let i = 0; i < 100; i++) player.command('seek', 0, [1000], 1);
  const seeks = async () => (await player.hears()).filter((line) => line.endsWith('Seek.Notify')).length;
  expect(await seeks()).toBeLessThan(15);
  await conversation.pass(1000);
  expect(await seeks()).toBeLessThan(15);
});

test('Play.Start and onMetaData are not repeated where the application says so', async () => {
  const set = [
    'application.streamManager.sendDuplicateStart=false',
    'application.streamManager.sendDuplicateOnMetaData=false',
  ];
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) }, set });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  expect(await player.hears()).toContain('data@1 0 onMetaData');
  player.command('seek', 0, [10_000], 1);
  const heard = await player.hears();
  expect(heard).not.toContain('onStatus@1 NetStream.Play.Start');
  expect(heard.some((line) => line.includes('onMetaData'))).toBe(false);
});

test('onMetaData once: again only for another stream', async () => {
  const set = ['application.streamManager.sendDuplicateOnMetaData=once'];
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000), other: movie(60_000) }, set });
  const player = await recordedPlayer(conversation);
  const told = async (command: string, ...args: (string | number)[]) => {
    player.command(command, 0, args, 1);
    return (await player.hears()).filter((line) => line.includes('onMetaData')).length;
  };
  expect(await told('play', 'movie', 0)).toBe(1);
  expect(await told('seek', 10_000)).toBe(0);
  expect(await told('play', 'movie', 0)).toBe(0);
  expect(await told('play', 'other', 0)).toBe(1);
  expect(await told('play', 'movie', 0)).toBe(1);
});

test('the words of a seek', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command('seek', 0, [10_000], 1);
  const [seek] = (await player.messages()).filter(({ type }) => type === 20).map((m) => decodeCommand(m));
  expect(membersOf(seek?.args[0])).toEqual({
    level: 'status',
    code: 'NetStream.Seek.Notify',
    description: 'Seeking 10000 (stream ID: 1).',
    details: 'movie',
    clientid: 'client-1',
  });
});

const ENDS: readonly { how: string; command: Parameters<ScriptedClient['command']>; told: boolean }[] = [
  { how: 'play(false)', command: ['play', 0, [false], 1], told: true },
  { how: 'closeStream', command: ['closeStream', 0, [], 1], told: true },
  { how: 'deleteStream', command: ['deleteStream', 0, [1], 0], told: false },
];

test.each(ENDS)('$how ends playing', async ({ command, told }) => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command(...command);
  expect(await player.hears()).toEqual(told ? ['onStatus@1 NetStream.Play.Stop', 'StreamEOF@1'] : []);
  await conversation.pass(5000);
  expect(await player.hears()).toEqual([]);
  expect(conversation.library.held).toBe(0);
});

test('several NetStreams of one client play the same media, each on its own', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation, 2);
  player.command('play', 0, ['movie', 0], 1);
  player.command('play', 0, ['movie', 10_000], 2);
  const heard = (await player.hears()).filter(isMedia);
  expect(heard).toContain('video@1 0 key k0');
  expect(heard).toContain('video@2 0 key k10000');
});

test('receiveAudio and receiveVideo, before and while it plays; video comes again with a key frame', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000, 2000) } });
  const player = await recordedPlayer(conversation);
  player.command('receiveAudio', 0, [false], 1);
  player.command('play', 0, ['movie', 0], 1);
  expect((await sees(player)).filter((line) => line.startsWith('audio'))).toEqual(['audio@1 0 header asc']);
  player.command('receiveAudio', 0, [true], 1);
  player.command('receiveVideo', 0, [false], 1);
  await conversation.pass(2000);
  expect(new Set((await sees(player)).map((line) => line.split('@')[0]))).toEqual(new Set(['audio']));
  player.command('receiveVideo', 0, [true], 1);
  await conversation.pass(2000);
  expect((await sees(player)).find((line) => line.startsWith('video'))).toBe('video@1 6000 key k6000');
});

test('a client that hangs up in mid-play leaves nothing behind', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(60_000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  player.command('seek', 0, [5000], 1);
  player.hangUp();
  await conversation.pass(1000);
  expect(conversation.clock.timers).toBe(0);
});
