import { expect, test } from 'vitest';
import { MediaError } from '../../src/media/media-error.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { decodeData } from '../../src/rtmp/message/data.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import {
  BEGIN,
  dataFrom,
  dataMessage,
  END,
  isMedia,
  movie,
  recordedPlayer,
  sees,
} from '../support/recorded-conversation.js';
import { membersOf, transcriptLine } from '../support/transcript.js';

test('the order of FMS: recorded, begin, reset, start, access, empty audio, data, metadata, headers, media, end', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(2000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  expect(await player.hears()).toEqual([
    'SetChunkSize 4096',
    ...BEGIN,
    ...dataFrom(0),
    'video@1 0 header sps',
    'audio@1 0 header asc',
    'video@1 0 seek-start',
    'video@1 0 key k0',
    'video@1 0 seek-end',
    'audio@1 0 frame a0',
    'video@1 500 inter p500',
    'audio@1 500 frame a500',
    'video@1 1000 key k1000',
    'audio@1 1000 frame a1000',
    'video@1 1500 inter p1500',
    'audio@1 1500 frame a1500',
    ...END,
  ]);
});

test('a client that does not know seek frames gets none', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(1000, 2000) } });
  const player = await conversation.connected();
  player.command('play', 0, ['movie', 400], 1);
  expect((await player.hears()).slice(5)).toEqual([
    ...dataFrom(0),
    'video@1 0 header sps',
    'audio@1 0 header asc',
    'video@1 0 key k0',
    'audio@1 0 frame a0',
    'video@1 500 inter p500',
    'audio@1 500 frame a500',
    ...END,
  ]);
});

test('a buffer is filled, BufferEmpty says so, and it goes on in real time', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(20_000) } });
  const player = await recordedPlayer(conversation);
  player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 5000 });
  player.command('play', 0, ['movie', 0], 1);
  const heard = await player.hears();
  expect(heard.slice(-2)).toEqual(['audio@1 5500 frame a5500', 'BufferEmpty@1']);
  await conversation.pass(500);
  const goesOn = await player.hears();
  expect(goesOn[0]).toBe('BufferReady@1');
  expect(goesOn.at(-1)).toBe('audio@1 6500 frame a6500');
  await conversation.pass(1000);
  expect((await player.hears()).filter((line) => !isMedia(line))).toEqual([]);
});

test('SetBufferLength on message stream 0 is for all streams, those that come later too', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(20_000) } });
  const player = await recordedPlayer(conversation, 0);
  player.control({ event: 'setBufferLength', messageStreamId: 0, bufferLength: 36_000_000 });
  player.command('createStream', 2);
  player.command('play', 0, ['movie', 0], 1);
  expect((await player.hears()).slice(-3)).toEqual(END);
});

test('a client that takes nothing more is waited for; the rest comes when it does', async () => {
  const conversation = await Conversation.begin({
    recorded: { movie: new FakeSource(film({ duration: 60_000, label: 'x'.repeat(9000) })) },
  });
  const player = await recordedPlayer(conversation);
  player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 36_000_000 });
  player.stream.take(50_000);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  await conversation.pass(10_000);
  expect(player.stream.queuedBytes).toBeGreaterThan(1024 * 1024);
  expect(player.stream.queuedBytes).toBeLessThan(1024 * 1024 + 400_000);
  player.stream.take(Infinity);
  for (let i = 0; i < 20; i++) await conversation.pass(10);
  expect((await player.hears()).slice(-3)).toEqual(END);
});

test.each([
  { name: 'nothing', args: [], first: 0 },
  { name: '-2', args: [-2], first: 0 },
  { name: '-2000', args: [-2000], first: 0 },
  { name: '0', args: [0], first: 0 },
  { name: '3000 ms', args: [3000], first: 3000 },
  { name: 'a part of a millisecond', args: [2999.7], first: 3000 },
])('start $name plays what is recorded, and its time begins with 0', async ({ args, first }) => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(5000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', ...args], 1);
  expect((await sees(player)).find((line) => line.includes(' key '))).toBe(`video@1 0 key k${first}`);
});

test.each([-1, -1000])('start %d waits for a live stream, whatever is recorded', async (start) => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(5000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', start], 1);
  expect((await player.hears()).at(-1)).toBe('BufferEmpty@1');
  expect(conversation.library.asked).toEqual([]);
});

test('start -2 plays what is live, start 0 what is recorded', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(5000) } });
  await conversation.publisher('movie');
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', -2], 1);
  expect(await player.hears()).not.toContain('StreamIsRecorded@1');
  player.command('play', 0, ['movie', 0], 1);
  expect(await player.hears()).toContain('StreamIsRecorded@1');
});

test.each([
  { name: '-1', args: [-1], last: 4500 },
  { name: '-1000', args: [-1000], last: 4500 },
  { name: '1000 ms', args: [1000], last: 2000 },
  { name: '0: a single frame', args: [0], last: 1000 },
])('length $name', async ({ args, last }) => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(5000) } });
  const player = await recordedPlayer(conversation);
  player.control({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 60_000 });
  player.command('play', 0, ['movie', 1000, ...args], 1);
  const heard = await player.hears();
  expect(heard.slice(-4)).toEqual([`audio@1 ${last - 1000} frame a${last}`, ...END]);
});

test('what Play.Complete says: seconds and bytes that were played', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie(2000) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 500], 1);
  const messages = await player.messages();
  const complete = messages
    .filter(({ type }) => type === 18)
    .map((m) => decodeData(m).values)
    .at(-1);
  const { duration, bytes, code } = membersOf(complete?.[1]);
  expect([complete?.[0], code, duration]).toEqual(['onPlayStatus', 'NetStream.Play.Complete', 1]);
  expect(bytes).toBeGreaterThan(50);
});

test.each([
  { error: new MediaError('malformed', 'x'), code: 'NetStream.Play.FileStructureInvalid' },
  { error: new MediaError('no-track', 'x'), code: 'NetStream.Play.NoSupportedTrackFound' },
  { error: new Error('/srv/secret/path: permission denied'), code: 'NetStream.Failed' },
])('media that cannot be opened: $code', async ({ error, code }) => {
  const conversation = await Conversation.begin({ recorded: { 'mp4:movie.mp4': error } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['mp4:movie.mp4', -2], 1);
  const messages = await player.messages();
  const [info] = messages.map((m) => membersOf(decodeCommand(m).args[0]));
  expect([messages.length, info?.code]).toEqual([1, code]);
  expect(info?.description).not.toContain('secret');
  expect(conversation.log.at('warn').map(({ message }) => message)).toEqual([
    'refused to play: the media cannot be read',
  ]);
  player.command('closeStream', 0, [], 1);
  expect(await player.hears()).toEqual([]);
});

test('media that turns out to be broken while it plays ends with a status and a line in the log', async () => {
  const source = movie(60_000);
  const conversation = await Conversation.begin({ recorded: { movie: source } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['movie', 0], 1);
  await player.hears();
  source.failure = new MediaError('truncated', 'tag 7');
  await conversation.pass(3000);
  const messages = await player.messages();
  expect(messages.map(transcriptLine).slice(-3)).toEqual([
    'onStatus@1 NetStream.Play.FileStructureInvalid',
    'onStatus@1 NetStream.Play.Stop',
    'StreamEOF@1',
  ]);
  const [line] = conversation.log.at('warn');
  expect(line?.fields).toMatchObject({ stream: 'movie', file: '/secret/movie', reason: 'tag 7' });
  expect(line?.fields).toHaveProperty('mend');
  expect(line?.fields, 'no stack where the file is to blame').not.toHaveProperty('error');
  for (const { payload } of messages) expect(Buffer.from(payload).toString('latin1')).not.toContain('secret');
});

test('getStreamLength answers seconds; 0 for what is live, broken, nothing or no name', async () => {
  const recorded = { movie: movie(2000), live: movie(2000), broken: new MediaError('malformed', 'x') };
  const conversation = await Conversation.begin({ recorded });
  await conversation.publisher('live');
  const player = await recordedPlayer(conversation);
  for (const [index, name] of ['movie', 'live', 'broken', 'nothing', '../x', 7, ''].entries()) {
    player.command('getStreamLength', 10 + index, [name]);
  }
  const answers = [1.5, 0, 0, 0, 0, 0, 0].map((length, index) => `_result ${10 + index} ${length}`);
  expect(await player.hears()).toEqual(answers);
  expect(conversation.library.held).toBe(0);
});

test('getStreamLength answers 0 to whom play would be refused, and to whom only an application could answer', async () => {
  const recorded = { movie: movie(2000) };
  const denied = await Conversation.begin({ recorded, set: ['application.play.deny=[192.0.2.7]'] });
  const asked: string[] = [];
  const onPlay = (_: unknown, { name }: { readonly name: string }): undefined => void asked.push(name);
  const mayPlay = (): undefined => undefined;
  const unknown = await Conversation.begin({ recorded, hooks: [{ name: 'asks', onPlay }] });
  const known = await Conversation.begin({ recorded, hooks: [{ name: 'says', onPlay, mayPlay }] });
  const fails = await Conversation.begin({
    recorded,
    hooks: [
      {
        name: 'fails',
        onPlay,
        mayPlay: () => {
          throw new Error('x');
        },
      },
    ],
  });
  fails.expectErrors();
  for (const [conversation, length] of [
    [denied, 0],
    [unknown, 0],
    [known, 1.5],
    [fails, 0],
  ] as const) {
    const player = await conversation.connected('live', '192.0.2.7');
    player.command('getStreamLength', 10, ['movie']);
    expect(await player.hears()).toEqual([`_result 10 ${length}`]);
  }
  expect(asked).toEqual([]);
});

test('a recording of data alone comes at its time, or with reset 3 at once', async () => {
  const cue = (time: number): MediaMessage => dataMessage(`cue${time}`, time);
  const conversation = await Conversation.begin({ recorded: { cues: new FakeSource([cue(0), cue(60_000)]) } });
  const player = await recordedPlayer(conversation);
  player.command('play', 0, ['cues', 0, -1, 3], 1);
  expect((await player.hears()).slice(-5)).toEqual(['data@1 0 cue0', 'data@1 60000 cue60000', ...END]);
  player.command('play', 0, ['cues', 0, -1, true], 1);
  expect((await player.hears()).filter((line) => line.includes('cue'))).toEqual([
    'data@1 0 cue0',
    'data@1 60000 cue60000',
  ]);
});
