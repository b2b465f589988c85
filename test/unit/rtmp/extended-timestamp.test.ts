import { describe, expect, test } from 'vitest';
import { arrivals } from '../../support/arrivals.js';
import { hex } from '../../support/hex.js';
import { openConnection, pattern, readAll, toMessage } from '../../support/rtmp-ends.js';
import { concat } from '../../../src/bytes/concat.js';

const p300 = pattern(300);
const early = p300.subarray(0, 128);
const middle = p300.subarray(128, 256);
const late = p300.subarray(256);

/** A payload whose second and third chunk begin with three bytes of the timestamp 0x01312d00, and then differ. */
const lookalike = concat([early, hex('01312d01'), middle.subarray(4), hex('01312e00'), late.subarray(4)]);

/** A payload whose last chunk is shorter than an extended timestamp. */
const p130 = pattern(130);

const video = (timestamp: number, payload: Uint8Array) =>
  toMessage({ type: 9, timestamp, messageStreamId: 1, payload });

const cases = [
  {
    name: 'repeated in chunk3, as Flash Player, FMS and OBS write it',
    bytes: [hex('06 ffffff 00012c 09 01000000 01312d00'), early, hex('c6 01312d00'), middle, hex('c6 01312d00'), late],
    messages: [video(20_000_000, p300)],
  },
  {
    name: 'left out of chunk3, as old libav and hardware encoders write it',
    bytes: [hex('06 ffffff 00012c 09 01000000 01312d00'), early, hex('c6'), middle, hex('c6'), late],
    messages: [video(20_000_000, p300)],
  },
  {
    name: 'left out of chunk3 before payload that resembles it',
    bytes: [
      hex('06 ffffff 00012c 09 01000000 01312d00'),
      early,
      hex('c6'),
      lookalike.subarray(128, 256),
      hex('c6'),
      lookalike.subarray(256),
    ],
    messages: [video(20_000_000, lookalike)],
  },
  {
    name: 'left out of a chunk3 that is shorter than four bytes',
    bytes: [hex('06 ffffff 000082 09 01000000 01312d00'), p130.subarray(0, 128), hex('c6'), p130.subarray(128)],
    messages: [video(20_000_000, p130)],
  },
  {
    name: 'just below 2^24 - 1 there is none',
    bytes: [hex('06 fffffe 00012c 09 01000000'), early, hex('c6'), middle, hex('c6'), late],
    messages: [video(0xfffffe, p300)],
  },
  {
    name: 'exactly 2^24 - 1 is extended',
    bytes: [hex('06 ffffff 00012c 09 01000000 00ffffff'), early, hex('c6 00ffffff'), middle, hex('c6 00ffffff'), late],
    messages: [video(0xffffff, p300)],
  },
  {
    name: 'a small value in the extended field',
    bytes: [hex('06 ffffff 000001 09 01000000 00000010 01')],
    messages: [video(16, hex('01'))],
  },
  {
    name: 'a delta of chunk1, repeated as the delta',
    bytes: [
      hex('06 000064 000001 09 01000000 01'),
      hex('46 ffffff 00012c 09 01000000'),
      early,
      hex('c6 01000000'),
      middle,
      hex('c6 01000000'),
      late,
    ],
    messages: [video(100, hex('01')), video(100 + 0x1000000, p300)],
  },
  {
    name: 'a delta of chunk2, repeated as the timestamp of the message',
    bytes: [
      hex('06 000064 00012c 09 01000000'),
      early,
      hex('c6'),
      middle,
      hex('c6'),
      late,
      hex('86 ffffff 01000000'),
      early,
      hex('c6 01000064'),
      middle,
      hex('c6 01000064'),
      late,
    ],
    messages: [video(100, p300), video(100 + 0x1000000, p300)],
  },
  {
    name: 'a chunk3 that begins a message has its own delta in it',
    bytes: [
      hex('06 000000 000001 09 01000000 01'),
      hex('86 ffffff 01000000 02'),
      hex('c6 01000001 03'),
      hex('86 000001 04'),
      hex('c6 05'),
    ],
    messages: [
      video(0, hex('01')),
      video(0x1000000, hex('02')),
      video(0x2000001, hex('03')),
      video(0x2000002, hex('04')),
      video(0x2000003, hex('05')),
    ],
  },
];

describe.each(arrivals)('an extended timestamp that arrives $name', ({ cut }) => {
  test.each(cases)('$name', ({ bytes, messages }) => {
    expect(readAll(openConnection(), cut(concat(bytes)))).toEqual(messages);
  });
});

test('a message that ends without an extended timestamp is there before the next chunk arrives', () => {
  const connection = openConnection();
  const chunks = concat([
    hex('06 ffffff 000082 09 01000000 01312d00'),
    p130.subarray(0, 128),
    hex('c6'),
    p130.subarray(128),
  ]);
  expect(readAll(connection, [chunks])).toHaveLength(1);
});
