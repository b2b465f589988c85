import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { ChunkStreamId, chunkStreamFor } from '../../../src/rtmp/chunk/chunk-stream-for.js';
import { encodeChunks } from '../../../src/rtmp/chunk/encode-chunks.js';
import { MessageType, messageStreamId } from '../../../src/rtmp/message.js';
import { hex } from '../../support/hex.js';
import { openConnection, pattern, readAll, sent, toMessage } from '../../support/rtmp-ends.js';
import type { MessageShape } from '../../support/rtmp-ends.js';

const p300 = pattern(300);

/** Bytes written by hand from RTMP 1.0, section 5.3.1. */
const cases: {
  name: string;
  message: MessageShape & { chunkStreamId: number };
  chunkSize: number;
  bytes: Uint8Array[];
}[] = [
  {
    name: 'chunk0',
    message: { chunkStreamId: 4, type: 8, timestamp: 1000, messageStreamId: 1, payload: hex('aabb') },
    chunkSize: 128,
    bytes: [hex('04 0003e8 000002 08 01000000 aabb')],
  },
  {
    name: 'chunk0 of an empty message',
    message: { chunkStreamId: 4, type: 8, timestamp: 0, messageStreamId: 1, payload: new Uint8Array(0) },
    chunkSize: 128,
    bytes: [hex('04 000000 000000 08 01000000')],
  },
  {
    name: 'chunk0 that is exactly full',
    message: { chunkStreamId: 6, type: 9, timestamp: 0, messageStreamId: 0x12345678, payload: pattern(128) },
    chunkSize: 128,
    bytes: [hex('06 000000 000080 09 78563412'), pattern(128)],
  },
  {
    name: 'chunk0 + chunk3 + chunk3',
    message: { chunkStreamId: 6, type: 9, timestamp: 0xfffffe, messageStreamId: 1, payload: p300 },
    chunkSize: 128,
    bytes: [
      hex('06 fffffe 00012c 09 01000000'),
      p300.subarray(0, 128),
      hex('c6'),
      p300.subarray(128, 256),
      hex('c6'),
      p300.subarray(256),
    ],
  },
  {
    name: 'the extended timestamp in every chunk',
    message: { chunkStreamId: 6, type: 9, timestamp: 0xffffffff, messageStreamId: 1, payload: p300 },
    chunkSize: 200,
    bytes: [
      hex('06 ffffff 00012c 09 01000000 ffffffff'),
      p300.subarray(0, 200),
      hex('c6 ffffffff'),
      p300.subarray(200),
    ],
  },
  {
    name: 'exactly 2^24 - 1 is extended',
    message: { chunkStreamId: 4, type: 8, timestamp: 0xffffff, messageStreamId: 1, payload: hex('aa') },
    chunkSize: 128,
    bytes: [hex('04 ffffff 000001 08 01000000 00ffffff aa')],
  },
  {
    name: 'a chunk size of 1',
    message: { chunkStreamId: 4, type: 8, timestamp: 0, messageStreamId: 1, payload: hex('aabbcc') },
    chunkSize: 1,
    bytes: [hex('04 000000 000003 08 01000000 aa c4bb c4cc')],
  },
  ...[
    { chunkStreamId: 63, first: '3f', next: 'ff' },
    { chunkStreamId: 64, first: '0000', next: 'c000' },
    { chunkStreamId: 319, first: '00ff', next: 'c0ff' },
    { chunkStreamId: 320, first: '010001', next: 'c10001' },
    { chunkStreamId: 65_599, first: '01ffff', next: 'c1ffff' },
  ].map(({ chunkStreamId, first, next }) => ({
    name: `chunk stream id ${chunkStreamId}`,
    message: { chunkStreamId, type: 8, timestamp: 0, messageStreamId: 1, payload: hex('aabb') },
    chunkSize: 1,
    bytes: [hex(first), hex('000000 000002 08 01000000 aa'), hex(next), hex('bb')],
  })),
];

describe('chunks of one message', () => {
  test.each(cases)('$name', ({ message, chunkSize, bytes }) => {
    const chunked = { ...message, messageStreamId: messageStreamId(message.messageStreamId) };
    expect(encodeChunks(chunked, chunkSize)).toEqual(concat(bytes));
  });

  test('a payload of 16 MiB is a mistake of the caller', () => {
    const message = toMessage({ type: 9, timestamp: 0, messageStreamId: 1, payload: new Uint8Array(0x1000000) });
    expect(() => encodeChunks({ ...message, chunkStreamId: 6 }, 4096)).toThrow(RangeError);
  });
});

test('the chunk stream follows from type and message stream', () => {
  expect(chunkStreamFor(MessageType.setChunkSize, 0)).toBe(2);
  expect(chunkStreamFor(MessageType.userControl, 0)).toBe(2);
  expect(chunkStreamFor(MessageType.commandAmf0, 0)).toBe(3);
  expect(chunkStreamFor(MessageType.sharedObjectAmf0, 0)).toBe(3);
  expect(chunkStreamFor(MessageType.audio, 1)).toBe(4);
  expect(chunkStreamFor(MessageType.commandAmf3, 1)).toBe(5);
  expect(chunkStreamFor(MessageType.dataAmf0, 1)).toBe(5);
  expect(chunkStreamFor(MessageType.video, 1)).toBe(6);
  expect(chunkStreamFor(MessageType.aggregate, 1)).toBe(5);
});

describe('output', () => {
  const audio = toMessage({ type: 8, timestamp: 0, messageStreamId: 1, payload: hex('aa') });

  test('many small messages leave as one array', () => {
    const connection = openConnection();
    for (let i = 0; i < 500; i++) connection.write(audio);
    const output = connection.takeOutput();
    expect(output).toHaveLength(1);
    expect(output[0]).toHaveLength(500 * 13);
    expect(connection.takeOutput()).toEqual([]);
  });

  test('bytes that are chunks already pass between messages as they are', () => {
    const connection = openConnection();
    const shared = encodeChunks({ ...audio, timestamp: 7, chunkStreamId: ChunkStreamId.audio }, 128);
    connection.write(audio);
    connection.writeChunks(shared);
    connection.writeChunks(new Uint8Array(0));
    connection.writeChunks(shared);
    connection.write(audio);
    const output = connection.takeOutput();
    expect(output).toHaveLength(4);
    expect(output[1]).toBe(shared);
    expect(output[2]).toBe(shared);
    const timestamps = readAll(openConnection(), output).map((message) => message.timestamp);
    expect(timestamps).toEqual([0, 7, 7, 0]);
  });

  test('what was taken is not written into again', () => {
    const connection = openConnection();
    connection.write(audio);
    const first = sent(connection);
    const copy = first.slice();
    connection.write({ ...audio, payload: hex('bb') });
    connection.takeOutput();
    expect(first).toEqual(copy);
  });

  test('a new chunk size is announced before it is used', () => {
    const connection = openConnection();
    connection.setOutChunkSize(200);
    connection.write(toMessage({ type: 9, timestamp: 0, messageStreamId: 1, payload: p300 }));
    expect(sent(connection)).toEqual(
      concat([
        hex('02 000000 000004 01 00000000 000000c8'),
        hex('06 000000 00012c 09 01000000'),
        p300.subarray(0, 200),
        hex('c6'),
        p300.subarray(200),
      ]),
    );
    expect(connection.outChunkSize).toBe(200);
  });

  test.each([0, -1, 1.5, NaN, 0x1000000])('a chunk size of %d is a mistake of the caller', (size) => {
    expect(() => openConnection().setOutChunkSize(size)).toThrow(RangeError);
  });
});
