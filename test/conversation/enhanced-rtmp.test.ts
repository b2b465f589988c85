import { describe, expect, test, vi } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { clientWith, playerWith, publisherWith } from '../support/enhanced-client.js';
import { fromHex, toHex } from '../support/hex.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { membersOf } from '../support/transcript.js';

const ANSWER = {
  fourCcList: ['*'],
  videoFourCcInfoMap: AmfObject.of({ '*': 4 }),
  audioFourCcInfoMap: AmfObject.of({ '*': 4 }),
  capsEx: 15,
  videoFunction: 14,
};

async function answerTo(client: ScriptedClient): Promise<[properties: AmfValue, info: AmfValue]> {
  const [answer] = (await client.messages()).filter(({ type }) => type === MessageType.commandAmf0);
  const { commandObject, args } = decodeCommand(answer!);
  return [commandObject, args[0]];
}

test.each<{ name: string; fields: Record<string, AmfValue> }>([
  { name: 'fourCcList, of version 1', fields: { fourCcList: ['hvc1'] } },
  { name: 'a map of video codecs', fields: { videoFourCcInfoMap: AmfObject.of({ '*': 1 }) } },
  { name: 'a map of audio codecs', fields: { audioFourCcInfoMap: AmfObject.of({ Opus: 1 }) } },
  { name: 'capsEx', fields: { capsEx: 0 } },
])('connect with $name is answered with what we can do, in both objects', async ({ fields }) => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live', fields);
  const [properties, info] = await answerTo(client);
  expect(membersOf(properties)).toEqual({ fmsVer: 'FMS/4,5,0,297', capabilities: 255, mode: 1, ...ANSWER });
  expect(membersOf(info)).toMatchObject({ code: 'NetConnection.Connect.Success', objectEncoding: 0, ...ANSWER });
});

test('what a client can do is among the facts that the application knows', async () => {
  const conversation = await Conversation.begin();
  await clientWith(conversation, 5);
  await clientWith(conversation);
  const [first, second] = [...conversation.instance('live')!.clients.values()];
  expect(first!.facts.enhanced).toMatchObject({
    video: [{ fourCc: '*', decode: true, encode: false, forward: true }],
    audio: [{ fourCc: '*', decode: false, encode: true, forward: false }],
    reconnect: true,
    multitrack: false,
    modEx: true,
    videoMetadata: true,
  });
  expect(second!.facts.enhanced).toBeUndefined();
});

const AVC1 = '61766331';
const HVC1 = '68766331';
const OPUS = '4f707573';
const NANO = '020000070';

/** Payloads of video and audio, and what a player gets of each, by what it knows. */
interface Form {
  readonly name: string;
  readonly kind: 'audio' | 'video';
  readonly sent: string;
  readonly plain: string | undefined;
  /** Absent if it is as sent. */
  readonly multitrack?: string;
  readonly modEx?: string | undefined;
}

const forms: readonly Form[] = [
  { name: 'a sequence header', kind: 'video', sent: `90${HVC1}01aa`, plain: `90${HVC1}01aa` },
  {
    name: 'a sequence header of track 1',
    kind: 'video',
    sent: `9600${HVC1}0101bb`,
    plain: undefined,
    modEx: undefined,
  },
  {
    name: 'key frames of two tracks',
    kind: 'video',
    sent: `9611${HVC1}00000005000000a1b101000004000000b2`,
    plain: `91${HVC1}000000a1b1`,
    modEx: `91${HVC1}000000a1b1`,
  },
  {
    name: 'an inter frame with nanoseconds',
    kind: 'video',
    sent: `a7${NANO}3${HVC1}c1c2`,
    plain: `a3${HVC1}c1c2`,
    multitrack: `a3${HVC1}c1c2`,
  },
  {
    name: 'H.264 of track 0',
    kind: 'video',
    sent: `a601${AVC1}00000010dd`,
    plain: '2701000010dd',
    modEx: `a1${AVC1}000010dd`,
  },
  { name: 'sound of track 0', kind: 'audio', sent: `91${OPUS}0102`, plain: `91${OPUS}0102` },
  { name: 'sound of track 1', kind: 'audio', sent: `9501${OPUS}010304`, plain: undefined, modEx: undefined },
  { name: 'a codec without a name', kind: 'video', sent: 'a3787878780506', plain: 'a3787878780506' },
  { name: 'silence', kind: 'audio', sent: '', plain: '' },
];

describe('players get what they can read', () => {
  const expected = (key: 'plain' | 'multitrack' | 'modEx' | 'sent'): string[] => {
    return forms.flatMap((form) => (key in form ? form[key] : form.sent) ?? []);
  };
  const kinds = [
    { capsEx: undefined, key: 'plain' },
    { capsEx: 1, key: 'plain' },
    { capsEx: 2, key: 'multitrack' },
    { capsEx: 4, key: 'modEx' },
    { capsEx: 15, key: 'sent' },
  ] as const;

  const payloads = async (player: ScriptedClient): Promise<string[]> => {
    const messages = (await player.messages()).filter(({ type }) => type === 8 || type === 9);
    return messages.map(({ payload }) => toHex(payload));
  };
  const publish = (publisher: ScriptedClient): void => {
    for (const { kind, sent } of forms) publisher[kind](40, fromHex(sent));
  };

  test.each(kinds)('capsEx $capsEx, in step', async ({ capsEx, key }) => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    const player = await playerWith(conversation, 'stream', capsEx);
    publish(publisher);
    expect(await payloads(player)).toEqual(expected(key));
  });

  test.each(kinds)('capsEx $capsEx, out of step', async ({ capsEx, key }) => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    const player = await clientWith(conversation, capsEx);
    player.command('play', 0, ['stream', -2, 60], 1);
    await player.hears();
    publish(publisher);
    expect(await payloads(player)).toEqual(expected(key));
  });

  test.each(kinds)('capsEx $capsEx, coming late: sequence headers of each track, then the GOP', async (kind) => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    publish(publisher);
    await publisher.hears();
    const player = await clientWith(conversation, kind.capsEx);
    player.command('play', 0, ['stream'], 1);
    expect(await payloads(player)).toEqual(expected(kind.key));
  });

  test('all players of a kind are sent the very same bytes, to begin with and from then on', async () => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    publish(publisher);
    await publisher.hears();
    /** The arrays with media that a player is sent, the beginning first. */
    const writesOf = async (capsEx: number | undefined): Promise<() => Uint8Array[]> => {
      const player = await clientWith(conversation, capsEx);
      const write = vi.spyOn(player.stream, 'write');
      player.command('play', 0, ['stream'], 1);
      await player.hears();
      return () => write.mock.calls.flatMap(([parts]) => parts).filter((part) => toHex(part).includes(HVC1));
    };
    const plain = [await writesOf(undefined), await writesOf(1), await writesOf(9)];
    const all = [await writesOf(6), await writesOf(15)];
    publish(publisher);
    await publisher.hears();
    for (const kind of [plain, all]) {
      const [first, ...others] = kind.map((writes) => writes());
      expect(first!.length).toBeGreaterThanOrEqual(2);
      for (const other of others) {
        expect(other).toHaveLength(first!.length);
        other.forEach((part, i) => expect(part).toBe(first![i]));
      }
    }
    expect(plain[0]!()[0]).not.toBe(all[0]!()[0]);
  });
});

describe('what goes before a frame', () => {
  const beginning = async (conversation: Conversation, capsEx?: number): Promise<string[]> => {
    const player = await clientWith(conversation, capsEx);
    player.command('play', 0, ['stream'], 1);
    const messages = (await player.messages()).filter(({ type }) => type === 8 || type === 9);
    return messages.map(({ payload }) => toHex(payload));
  };

  test('colours and channels are kept for late players, per track, and given up with the codec', async () => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    const [header, colours, ownColours] = [`90${HVC1}01`, `94${HVC1}c0`, `9604${HVC1}01c1`];
    const [sound, channels, ownChannels] = [`90${OPUS}02`, `94${OPUS}0102`, `9504${OPUS}010106`];
    for (const payload of [header, colours, ownColours]) publisher.video(0, fromHex(payload));
    for (const payload of [sound, channels, ownChannels]) publisher.audio(0, fromHex(payload));
    await publisher.hears();
    const all = [header, colours, ownColours, sound, channels, ownChannels];
    expect(await beginning(conversation, 15)).toEqual(all);
    expect(await beginning(conversation)).toEqual([header, colours, sound, channels]);

    publisher.video(40, fromHex(`94${HVC1}c2`));
    await publisher.hears();
    expect(await beginning(conversation)).toEqual([header, `94${HVC1}c2`, sound, channels]);

    publisher.video(80, fromHex(`90${AVC1}03`));
    await publisher.hears();
    expect(await beginning(conversation, 15)).toEqual([`90${AVC1}03`, ownColours, sound, channels, ownChannels]);
  });

  test('the end of a sequence goes to who plays, and to who begins with the GOP that it ends', async () => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    const player = await playerWith(conversation, 'stream');
    const sequence = [`90${HVC1}01`, `93${HVC1}02`, `92${HVC1}`];
    for (const payload of sequence) publisher.video(0, fromHex(payload));
    publisher.audio(0, fromHex(`92${OPUS}`));
    const messages = await player.messages();
    expect(messages.map(({ payload }) => toHex(payload))).toEqual([...sequence, `92${OPUS}`]);
    expect(await beginning(conversation)).toEqual([...sequence, `92${OPUS}`]);
  });
});

describe('hostile wrappings', () => {
  test.each([
    { name: 'a chain of 255 ModEx', payload: `97${'000007'.repeat(255)}`, plain: 1 },
    { name: '255 tracks of no size', payload: `9613${HVC1}${'00000000'.repeat(255)}`, plain: 1 },
    { name: 'a track beyond the end', payload: `9613${HVC1}00ffffff01`, plain: 0 },
    { name: 'a million nanoseconds', payload: `97020f424003${HVC1}01`, plain: 1 },
    { name: 'tracks of tracks', payload: `9606${HVC1}00`, plain: 0 },
    { name: 'no FourCC', payload: '96', plain: 0 },
  ])('$name goes to who knows all as it is, and harms nobody', async ({ payload, plain }) => {
    const conversation = await Conversation.begin();
    const publisher = await publisherWith(conversation, 'stream');
    const [able, unable] = [await playerWith(conversation, 'stream', 15), await playerWith(conversation, 'stream')];
    publisher.video(0, fromHex('1701000000aa'));
    await Promise.all([able.hears(), unable.hears()]);
    publisher.video(40, fromHex(payload));
    publisher.video(80, fromHex('1701000000aa'));
    const [all, some] = [await able.messages(), await unable.messages()];
    expect(all.map((message) => toHex(message.payload))).toEqual([payload, '1701000000aa']);
    expect(some).toHaveLength(plain + 1);
    expect(toHex(some.at(-1)!.payload)).toBe('1701000000aa');
  });
});
