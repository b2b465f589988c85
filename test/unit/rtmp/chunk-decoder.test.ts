import { describe, expect, test } from 'vitest';
import { arrivals } from '../../support/arrivals.js';
import { hex } from '../../support/hex.js';
import { openConnection, pattern, readAll, toMessage } from '../../support/rtmp-ends.js';
import type { MessageShape } from '../../support/rtmp-ends.js';
import { concat } from '../../../src/bytes/concat.js';

const p64 = pattern(64);
const p128 = pattern(128);
const p160 = pattern(160);
const p192 = pattern(192);
const p300 = pattern(300);
const q300 = pattern(300, 99);

/** Named by their shape: what stands in brackets is one message. Written by hand from RTMP 1.0, section 5.3.1. */
const cases: { name: string; bytes: Uint8Array[]; messages: MessageShape[] }[] = [
  {
    name: 'chunk0',
    bytes: [hex('04 0003e8 000040 08 01000000'), p64],
    messages: [{ type: 8, timestamp: 1000, messageStreamId: 1, payload: p64 }],
  },
  {
    name: 'chunk0 of an empty message',
    bytes: [hex('04 00000a 000000 08 01000000')],
    messages: [{ type: 8, timestamp: 10, messageStreamId: 1, payload: new Uint8Array(0) }],
  },
  {
    name: 'chunk0 of exactly one chunk size, chunk0',
    bytes: [hex('06 000000 000080 09 01000000'), p128, hex('06 000021 000001 09 01000000 aa')],
    messages: [
      { type: 9, timestamp: 0, messageStreamId: 1, payload: p128 },
      { type: 9, timestamp: 33, messageStreamId: 1, payload: hex('aa') },
    ],
  },
  {
    name: 'message stream id in little endian',
    bytes: [hex('04 000000 000001 08 78563412 00')],
    messages: [{ type: 8, timestamp: 0, messageStreamId: 0x12345678, payload: hex('00') }],
  },
  {
    name: '(chunk0 + chunk3) + (chunk1 + chunk3)',
    bytes: [
      hex('06 0003e8 0000c0 09 01000000'),
      p192.subarray(0, 128),
      hex('c6'),
      p192.subarray(128),
      hex('46 000028 0000a0 12'),
      p160.subarray(0, 128),
      hex('c6'),
      p160.subarray(128),
    ],
    messages: [
      { type: 9, timestamp: 1000, messageStreamId: 1, payload: p192 },
      { type: 18, timestamp: 1040, messageStreamId: 1, payload: p160 },
    ],
  },
  {
    name: '(chunk0) + (chunk2 + chunk3) with the length of chunk0',
    bytes: [
      hex('06 0003e8 0000c0 09 01000000'),
      p192.subarray(0, 128),
      hex('c6'),
      p192.subarray(128),
      hex('86 000014'),
      p192.subarray(0, 128),
      hex('c6'),
      p192.subarray(128),
    ],
    messages: [
      { type: 9, timestamp: 1000, messageStreamId: 1, payload: p192 },
      { type: 9, timestamp: 1020, messageStreamId: 1, payload: p192 },
    ],
  },
  {
    name: '(chunk0) + (chunk2) + (chunk3) + (chunk3): the delta again',
    bytes: [hex('04 0003e8 000001 08 01000000 01'), hex('84 000014 02'), hex('c4 03'), hex('c4 04')],
    messages: [
      { type: 8, timestamp: 1000, messageStreamId: 1, payload: hex('01') },
      { type: 8, timestamp: 1020, messageStreamId: 1, payload: hex('02') },
      { type: 8, timestamp: 1040, messageStreamId: 1, payload: hex('03') },
      { type: 8, timestamp: 1060, messageStreamId: 1, payload: hex('04') },
    ],
  },
  {
    name: '(chunk0) + (chunk3): the timestamp as a delta',
    bytes: [hex('04 0003e8 000001 08 01000000 01'), hex('c4 02')],
    messages: [
      { type: 8, timestamp: 1000, messageStreamId: 1, payload: hex('01') },
      { type: 8, timestamp: 2000, messageStreamId: 1, payload: hex('02') },
    ],
  },
  {
    name: '(chunk0 of 4) + (chunk0 of 6) + (chunk3 of 4) + (chunk3 of 6): interleaved',
    bytes: [
      hex('04 000000 00012c 08 01000000'),
      p300.subarray(0, 128),
      hex('06 000005 00012c 09 01000000'),
      q300.subarray(0, 128),
      hex('c4'),
      p300.subarray(128, 256),
      hex('c6'),
      q300.subarray(128, 256),
      hex('c6'),
      q300.subarray(256),
      hex('c4'),
      p300.subarray(256),
    ],
    messages: [
      { type: 9, timestamp: 5, messageStreamId: 1, payload: q300 },
      { type: 8, timestamp: 0, messageStreamId: 1, payload: p300 },
    ],
  },
  {
    name: 'every form of the basic header, and one id in two forms',
    bytes: [
      hex('3f 000000 000001 08 01000000 01'),
      hex('00 00 000000 000001 08 01000000 02'),
      hex('00 ff 000000 000001 08 01000000 03'),
      hex('01 ff 00 000000 000001 08 01000000 04'),
      hex('01 00 01 000000 000001 08 01000000 05'),
      hex('01 ff ff 000000 000001 08 01000000 06'),
      hex('c1 ff 00 07'),
      hex('c0 ff 08'),
    ],
    messages: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({
      type: 8,
      timestamp: 0,
      messageStreamId: 1,
      payload: Uint8Array.of(n),
    })),
  },
  {
    name: 'Set Chunk Size between the chunks of a message: for its next chunk',
    bytes: [
      hex('06 000000 00012c 09 01000000'),
      p300.subarray(0, 128),
      hex('02 000000 000004 01 00000000 00000032'),
      hex('c6'),
      p300.subarray(128, 178),
      hex('02 000000 000004 01 00000000 00001000'),
      hex('c6'),
      p300.subarray(178),
    ],
    messages: [{ type: 9, timestamp: 0, messageStreamId: 1, payload: p300 }],
  },
  {
    name: 'Abort Message, then the next message of its chunk stream',
    bytes: [
      hex('06 000000 00012c 09 01000000'),
      p300.subarray(0, 128),
      hex('02 000000 000004 02 00000000 00000006'),
      hex('46 000001 000001 09 ee'),
    ],
    messages: [{ type: 9, timestamp: 1, messageStreamId: 1, payload: hex('ee') }],
  },
  {
    name: 'Abort Message for a chunk stream that is idle, and for one that is unknown',
    bytes: [
      hex('02 000000 000004 02 00000000 00000002'),
      hex('02 000000 000004 02 00000000 0000ffff'),
      hex('04 000000 000001 08 01000000 01'),
    ],
    messages: [{ type: 8, timestamp: 0, messageStreamId: 1, payload: hex('01') }],
  },
  {
    name: '(chunk0 …) + (chunk0): Flash Media Live Encoder begins anew',
    bytes: [hex('06 000000 00012c 09 01000000'), p300.subarray(0, 128), hex('06 000009 000001 09 01000000 ee')],
    messages: [{ type: 9, timestamp: 9, messageStreamId: 1, payload: hex('ee') }],
  },
  {
    name: '(chunk0 + chunk1 + chunk2): headers that repeat themselves in mid-message, as SRS allows',
    bytes: [
      hex('06 000009 00012c 09 01000000'),
      p300.subarray(0, 128),
      hex('46 000009 00012c 09'),
      p300.subarray(128, 256),
      hex('86 000009'),
      p300.subarray(256),
    ],
    messages: [{ type: 9, timestamp: 9, messageStreamId: 1, payload: p300 }],
  },
  {
    name: 'chunk1 on a fresh chunk stream: the first messages of DJI drones',
    bytes: [hex('46 00000a 000002 09 1700'), hex('c6 2700')],
    messages: [
      { type: 9, timestamp: 10, messageStreamId: 0, payload: hex('1700') },
      { type: 9, timestamp: 20, messageStreamId: 0, payload: hex('2700') },
    ],
  },
  {
    name: 'a timestamp that wraps',
    bytes: [hex('04 ffffff 000001 08 01000000 fffffff0 01'), hex('84 000020 02')],
    messages: [
      { type: 8, timestamp: 0xfffffff0, messageStreamId: 1, payload: hex('01') },
      { type: 8, timestamp: 0x10, messageStreamId: 1, payload: hex('02') },
    ],
  },
];

describe.each(arrivals)('chunks that arrive $name', ({ cut }) => {
  test.each(cases)('$name', ({ bytes, messages }) => {
    const connection = openConnection();
    expect(readAll(connection, cut(concat(bytes)))).toEqual(messages.map(toMessage));
    expect(connection.partialSince).toBeUndefined();
  });
});

test('a payload is an array of its own: later bytes in the same buffer do not change it', () => {
  const connection = openConnection();
  const bytes = Buffer.from(concat([hex('04 0003e8 000040 08 01000000'), p64]));
  const [message] = readAll(connection, [bytes]);
  bytes.fill(0xff);
  expect(message?.payload).toEqual(p64);
  expect(message?.payload.buffer.byteLength).toBe(64);
});

test('a message in many pieces ends in an array of exactly its size', () => {
  const connection = openConnection();
  const payload = pattern(70_000);
  const chunks: Uint8Array[] = [hex('06 000000 011170 09 01000000')];
  for (let at = 0; at < payload.length; at += 128) {
    if (at > 0) chunks.push(hex('c6'));
    chunks.push(payload.subarray(at, at + 128));
  }
  const [message] = readAll(connection, chunks);
  expect(message?.payload).toEqual(payload);
  expect(message?.payload.buffer.byteLength).toBe(70_000);
});

test('after read answered undefined the buffer may be used again', () => {
  const connection = openConnection();
  const bytes = concat([hex('04 0003e8 000040 08 01000000'), p64]);
  const shared = new Uint8Array(7);
  const messages = [];
  for (let at = 0; at < bytes.length; at += shared.length) {
    const part = bytes.subarray(at, at + shared.length);
    shared.set(part);
    messages.push(...readAll(connection, [shared.subarray(0, part.length)]));
    shared.fill(0xee);
  }
  expect(messages.map((message) => message.payload)).toEqual([p64]);
});
