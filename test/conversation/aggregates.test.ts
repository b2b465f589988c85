import { expect, test } from 'vitest';
import { splitAggregate } from '../../src/rtmp/message/aggregate.js';
import { MessageType } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { FakeSource, film } from '../support/fake-source.js';
import type { FilmShape } from '../support/fake-source.js';
import { avc, padded } from '../support/media-payloads.js';
import { isMedia } from '../support/recorded-conversation.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { transcriptLine } from '../support/transcript.js';

const FLASH = { flashVer: 'WIN 11,5,502,110', objectEncoding: 0, videoFunction: 1 };

async function client(conversation: Conversation, fields: Record<string, string | number>): Promise<ScriptedClient> {
  const player = conversation.client();
  player.connect('live', fields);
  for (const id of [1, 2]) player.command('createStream', 1 + id);
  await player.hears();
  return player;
}

async function plays(player: ScriptedClient, stream = 1): Promise<RtmpMessage[]> {
  player.command('play', 0, ['movie', 0], stream);
  return player.messages();
}

function split(messages: readonly RtmpMessage[]): string[] {
  return messages
    .flatMap((message) => (message.type === MessageType.aggregate ? splitAggregate(message) : message))
    .map(transcriptLine)
    .filter(isMedia);
}

function aggregates(messages: readonly RtmpMessage[]): RtmpMessage[] {
  return messages.filter(({ type }) => type === MessageType.aggregate);
}

function movie(shape: Partial<FilmShape> = {}): FakeSource {
  return new FakeSource(film({ duration: 60_000, ...shape }));
}

test('Flash Player is sent whole segments as aggregates: the same frames in the same order', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie() } });
  const heard = await plays(await client(conversation, FLASH));
  const singly = await plays(await client(conversation, { ...FLASH, flashVer: 'WIN 9,0,47,0' }));
  expect(aggregates(heard).map(({ timestamp }) => timestamp)).toEqual([1000, 2000]);
  expect(aggregates(singly)).toEqual([]);
  expect(split(heard)).toEqual(split(singly));
  // What belongs to a seek stands alone.
  expect(heard.slice(0, 15).map(transcriptLine)).toEqual(singly.slice(0, 15).map(transcriptLine));
});

test('on another message stream, and behind another item, too', async () => {
  const conversation = await Conversation.begin({ recorded: { movie: movie({ duration: 2000 }) } });
  const player = await client(conversation, FLASH);
  player.control({ event: 'setBufferLength', messageStreamId: 2, bufferLength: 60_000 });
  player.command('play', 0, ['movie', 0, -1, false], 2);
  player.command('play', 0, ['movie', 0, -1, false], 2);
  const heard = aggregates(await player.messages());
  expect(heard.map(({ timestamp, messageStreamId }) => [timestamp, messageStreamId])).toEqual([
    [1000, 2],
    [3000, 2],
  ]);
  expect(heard.flatMap(splitAggregate).at(-1)?.timestamp).toBe(3900);
});

const CLIENTS: readonly { who: string; fields: Record<string, string | number>; set?: string; takes: boolean }[] = [
  { who: 'the first Flash Player that can', fields: { ...FLASH, flashVer: 'MAC 9,0,115,0' }, takes: true },
  { who: 'the last one that cannot', fields: { ...FLASH, flashVer: 'MAC 9,0,114,99' }, takes: false },
  { who: 'an old one of a high build', fields: { ...FLASH, flashVer: 'WIN 8,0,200,0' }, takes: false },
  { who: 'AIR on Android', fields: { ...FLASH, flashVer: 'AND 32,0,0,116', objectEncoding: 3 }, takes: true },
  { who: 'ffmpeg', fields: { flashVer: 'LNX 9,0,124,2', videoFunction: 1 }, takes: false },
  { who: 'librtmp, GStreamer', fields: { flashVer: 'LNX 10,0,32,18', videoFunction: 1 }, takes: false },
  { who: 'FMLE', fields: { flashVer: 'FMLE/3.0 (compatible; FMSc/1.0)', objectEncoding: 0 }, takes: false },
  {
    who: 'an application without them',
    fields: FLASH,
    set: 'application.client.aggregateMessages=false',
    takes: false,
  },
];

test.each(CLIENTS)('$who: $takes', async ({ fields, set, takes }) => {
  const conversation = await Conversation.begin({ recorded: { movie: movie() }, set: set === undefined ? [] : [set] });
  expect(aggregates(await plays(await client(conversation, fields))).length > 0).toBe(takes);
});

test('aggregates end at 64 KiB, and a longer message stands alone', async () => {
  const source = movie({ duration: 3000, frame: 100 });
  const large = source.messages.map((message) =>
    message.kind === 'video' && message.timestamp >= 1000
      ? message.with(
          message.timestamp % 1000 === 0
            ? avc.key(padded(`k${message.timestamp}`, 70_000))
            : avc.inter(padded(`p${message.timestamp}`, 30_000)),
        )
      : message,
  );
  const conversation = await Conversation.begin({ recorded: { movie: new FakeSource(large) } });
  const heard = await plays(await client(conversation, FLASH));
  const sizes = aggregates(heard).map(({ payload }) => payload.length);
  expect(sizes.length).toBeGreaterThan(6);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
  expect(heard.filter(({ type, payload }) => type === MessageType.video && payload.length > 65_536)).toHaveLength(2);
  expect(split(heard)).toEqual(split(await plays(await client(conversation, { videoFunction: 1 }))));
});
