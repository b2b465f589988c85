import { describe, expect, test } from 'vitest';
import { timestampDelta } from '../../src/time/timestamp.js';
import { buildAggregate, splitAggregate } from '../../src/rtmp/message/aggregate.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { arrivals } from '../support/arrivals.js';
import { Conversation } from '../support/conversation.js';
import { line } from '../support/rtmp-ends.js';
import { hear, said } from '../support/rtmp-heard.js';
import { guidancePresent } from './guidance.js';
import { dump, dumpLines } from './rtmp-dumps.js';

function count(messages: readonly RtmpMessage[], type: number): number {
  return messages.filter((message) => message.type === type).length;
}

const playStatus = ['onStatus(0)', 'onStatus(0)', '|RtmpSampleAccess', 'onStatus(0)', 'onMetaData'];

/**
 * tshark 4.0 counts the same audio and video messages, but for one that it passes over in each of the two downloads by
 * librtmp. A capture that is `cut` ends in mid-message.
 */
const conversations: {
  file: string;
  role: 'server' | 'client';
  scheme: string;
  said: string[];
  audio: number;
  video: number;
  cut: boolean;
}[] = [
  {
    file: 'fq/client_stream',
    role: 'server',
    scheme: 'digest 1',
    said: [
      'connect(1)',
      'createStream(2)',
      'setBufferLength',
      '_error(17796)',
      '_error(17796)',
      'receiveVideo(0)',
      'play(0)',
      'pause(0)',
      'setBufferLength',
      'pauseRaw(0)',
      'pauseRaw(0)',
      'pause(0)',
      'seek(0)',
      'deleteStream(0)',
    ],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'fq/ffmpeg_client_stream',
    role: 'server',
    scheme: 'digest 0',
    said: [
      'connect(1)',
      'createStream(2)',
      '_checkbw(3)',
      'getStreamLength(4)',
      'play(5)',
      'setBufferLength',
      'deleteStream(6)',
    ],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'fq/ffmpeg_server_stream',
    role: 'client',
    scheme: 'plain',
    said: [
      'streamBegin',
      '_result(1)',
      'onBWDone(0)',
      '_result(2)',
      '_result(3)',
      'streamBegin',
      'onStatus(0)',
      '@setDataFrame',
    ],
    audio: 410,
    video: 0,
    cut: true,
  },
  {
    file: 'captures/ffmpeg51-play-tcserver.1.c2s.bin',
    role: 'server',
    scheme: 'digest 0',
    said: ['connect(1)', 'createStream(2)', 'getStreamLength(3)', 'play(4)', 'setBufferLength', 'deleteStream(5)'],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'captures/ffmpeg51-play-tcserver.1.s2c.bin',
    role: 'client',
    scheme: 'plain',
    said: ['_result(1)', '_result(2)', '_error(3)', 'streamBegin', ...playStatus],
    audio: 86,
    video: 53,
    cut: false,
  },
  {
    file: 'captures/ffmpeg51-publish-tcserver.1.c2s.bin',
    role: 'server',
    scheme: 'digest 0',
    said: ['connect(1)', 'releaseStream(2)', 'FCPublish(3)', 'createStream(4)', 'publish(5)', '@setDataFrame'],
    audio: 152,
    video: 88,
    cut: true,
  },
  {
    file: 'captures/ffmpeg51-publish-tcserver.1.s2c.bin',
    role: 'client',
    scheme: 'plain',
    said: ['_result(1)', '_result(2)', '_result(3)', '_result(4)', 'onStatus(0)'],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'captures/rtmpdump24-play-tcserver.1.c2s.bin',
    role: 'server',
    scheme: 'plain',
    said: ['connect(1)', 'setBufferLength', 'createStream(2)', 'play(3)', 'setBufferLength', 'deleteStream(4)'],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'captures/rtmpdump24-play-tcserver.1.s2c.bin',
    role: 'client',
    scheme: 'plain',
    said: ['_result(1)', '_result(2)', 'streamBegin', ...playStatus],
    audio: 100,
    video: 37,
    cut: false,
  },
  {
    file: 'captures/gst122-rtmp2sink-publish-tcserver.1.c2s.bin',
    role: 'server',
    scheme: 'plain',
    said: ['connect(1)', 'releaseStream(0)', 'FCPublish(0)', 'createStream(2)', 'publish(0)', '@setDataFrame'],
    audio: 0,
    video: 15,
    cut: true,
  },
  {
    file: 'captures/gst122-rtmp2sink-publish-tcserver.1.s2c.bin',
    role: 'client',
    scheme: 'plain',
    said: ['_result(1)', '_result(2)', 'onStatus(0)'],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'captures/gst122-rtmp2src-play-tcserver.1.c2s.bin',
    role: 'server',
    scheme: 'plain',
    said: ['connect(1)', 'setBufferLength', 'createStream(2)', 'play(0)', 'setBufferLength'],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'captures/gst122-rtmp2src-play-tcserver.1.s2c.bin',
    role: 'client',
    scheme: 'plain',
    said: ['_result(1)', '_result(2)', 'streamBegin', ...playStatus],
    audio: 0,
    video: 8,
    cut: true,
  },
  {
    file: 'captures/curl788-librtmp-play-tcserver.1.c2s.bin',
    role: 'server',
    scheme: 'plain',
    said: ['connect(1)', 'setBufferLength', 'createStream(2)', 'play(3)', 'setBufferLength'],
    audio: 0,
    video: 0,
    cut: false,
  },
  {
    file: 'captures/curl788-librtmp-play-tcserver.1.s2c.bin',
    role: 'client',
    scheme: 'plain',
    said: ['_result(1)', '_result(2)', 'streamBegin', ...playStatus],
    audio: 0,
    video: 8,
    cut: true,
  },
];

describe.skipIf(!guidancePresent)('a recorded conversation', () => {
  test.each(conversations)('$file', ({ file, role, scheme, said: expected, audio, video, cut }) => {
    const { connection, messages } = hear([dump(file)], role);
    expect(said(messages)).toEqual(expected);
    expect(count(messages, 8)).toBe(audio);
    expect(count(messages, 9)).toBe(video);
    expect(connection.peerHandshake?.scheme).toBe(scheme);
    expect(connection.partialSince !== undefined).toBe(cut);
    expect(connection.unknownMessages).toBe(0);
    for (const type of [8, 9]) expectRising(messages.filter((message) => message.type === type));
  });

  test.each(conversations)('$file reads the same however it arrives', ({ file, role }) => {
    const whole = hear([dump(file)], role).messages.map(line);
    for (const { cut } of arrivals) expect(hear(cut(dump(file)), role).messages.map(line)).toEqual(whole);
  });
});

function expectRising(messages: readonly RtmpMessage[]): void {
  for (const [i, message] of messages.entries()) {
    if (i > 0) expect(timestampDelta(message.timestamp, messages[i - 1]!.timestamp)).toBeGreaterThanOrEqual(0);
  }
}

describe.skipIf(!guidancePresent)('Flash Media Server 3.0.3 sending a recorded stream', () => {
  const messages = guidancePresent ? hear([dump('fq/server_stream')], 'client').messages : [];

  test('is read as another decoder read it', () => {
    const fields =
      /^\d+ csid \d+ type (\d+) msid (\d+) ts (\d+) fmt \d len (\d+)(?: ([0-9a-f]+)$| \['([^']+)', (\d+))?/;
    const decoded = dumpLines('fq/fms303-vod-decoded.txt').map((text) => fields.exec(text)!);
    // Those that the connection deals with itself: windows, chunk sizes, a ping.
    const forOwner = decoded.filter(
      ([, type, , , , start]) => !['1', '5', '6'].includes(type!) && !start?.startsWith('0006'),
    );
    expect(messages).toHaveLength(forOwner.length);
    for (const [i, [, type, messageStreamId, timestamp, length, start, name, transactionId]] of forOwner.entries()) {
      const message = messages[i]!;
      expect(message).toMatchObject({ type: Number(type), messageStreamId: Number(messageStreamId) });
      expect(message).toMatchObject({ timestamp: Number(timestamp) });
      expect(message.payload).toHaveLength(Number(length));
      if (start !== undefined) expect(Buffer.from(message.payload).toString('hex').startsWith(start)).toBe(true);
      if (name !== undefined)
        expect(decodeCommand(message)).toMatchObject({ name, transactionId: Number(transactionId) });
    }
  });

  test('its aggregates are whole and rise in time', () => {
    const aggregates = messages.filter((message) => message.type === 22);
    expect(aggregates).toHaveLength(5);
    const parts = aggregates.flatMap(splitAggregate);
    expect(new Set(parts.map((part) => part.type))).toEqual(new Set([8, 9]));
    expect(parts.length).toBeGreaterThan(100);
    expect(parts[0]?.timestamp).toBe(45);
    expectRising(parts);
    for (const aggregate of aggregates) {
      const ours = buildAggregate(splitAggregate(aggregate));
      expect(ours.timestamp).toBe(aggregate.timestamp);
      // What FMS 3.0.3 leaves where the last back pointer would be is no number of anything.
      expect(ours.payload.subarray(0, -4)).toEqual(aggregate.payload.subarray(0, -4));
      expect(ours.payload).toHaveLength(aggregate.payload.length);
    }
  });

  test('published to us, they are what is in them', async () => {
    const conversation = await Conversation.begin();
    const publisher = await conversation.publisher('stream');
    const player = await conversation.player('stream');
    const aggregates = messages.filter((message) => message.type === 22);
    const parts = aggregates.flatMap(splitAggregate);
    const key = parts.findIndex(({ type, payload }) => type === 9 && payload[0]! >> 4 === 1);
    publisher.send(...aggregates);
    const heard = (await player.messages()).filter(({ type }) => type === 9);
    expect(key).toBeGreaterThanOrEqual(0);
    expect(heard).toEqual(parts.slice(key).filter(({ type }) => type === 9));
  });
});
