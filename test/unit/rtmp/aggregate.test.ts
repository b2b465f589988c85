import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { aggregateSize, buildAggregate, splitAggregate } from '../../../src/rtmp/message/aggregate.js';
import { hex } from '../../support/hex.js';
import { rtmpErrorCode, toMessage } from '../../support/rtmp-ends.js';

const aggregate = (timestamp: number, ...payload: Uint8Array[]) =>
  toMessage({ type: 22, timestamp, messageStreamId: 1, payload: concat(payload) });

const audio = hex('08 000002 002d00 00 000000 af01 0000000d');
const video = hex('09 000003 002d0a 00 000000 170100 0000000e');

describe('an aggregate', () => {
  test('is split into messages on its message stream', () => {
    expect(splitAggregate(aggregate(0x2d00, audio, video))).toEqual([
      toMessage({ type: 8, timestamp: 0x2d00, messageStreamId: 1, payload: hex('af01') }),
      toMessage({ type: 9, timestamp: 0x2d0a, messageStreamId: 1, payload: hex('170100') }),
    ]);
  });

  test('moves the timestamps so that the first has its own (section 7.1.6)', () => {
    const timestamps = (timestamp: number) =>
      splitAggregate(aggregate(timestamp, audio, video)).map((m) => m.timestamp);
    expect(timestamps(1000)).toEqual([1000, 1010]);
    expect(timestamps(0xffffffff)).toEqual([0xffffffff, 9]);
  });

  test('reads the upper eight bits of a timestamp', () => {
    const late = hex('08 000001 000001 ff 000000 aa 0000000c');
    expect(splitAggregate(aggregate(0xff000001, late))[0]?.timestamp).toBe(0xff000001);
  });

  test('may be empty', () => {
    expect(splitAggregate(aggregate(0))).toEqual([]);
  });

  test('gives data too, and leaves other types out', () => {
    const of = (type: string) => concat([hex(type), hex('000001 000000 00 000000 aa 0000000c')]);
    const parts = ['12', '0f', '14', '01', '08', '29'].map(of);
    expect(splitAggregate(aggregate(0, ...parts)).map((message) => message.type)).toEqual([18, 15, 8, 9]);
  });

  test.each([
    { name: 'an aggregate inside', payload: '16 000001 000000 00 000000 aa 0000000c' },
    { name: 'a size beyond the end', payload: '08 000003 000000 00 000000 aa 0000000c' },
    { name: 'the largest size', payload: '08 ffffff 000000 00 000000 aa 0000000c' },
    { name: 'a header that is cut', payload: '08 000001 0000' },
    { name: 'no back pointer', payload: '08 000001 000000 00 000000 aa' },
  ])('with $name is refused', ({ payload }) => {
    expect(rtmpErrorCode(() => splitAggregate(aggregate(0, hex(payload))))).toBe('invalid-message');
    expect(rtmpErrorCode(() => splitAggregate(aggregate(0, audio, hex(payload))))).toBe('invalid-message');
  });

  test('of too many empty messages is refused', () => {
    const empty = hex('08 000000 000000 00 000000 0000000b');
    expect(splitAggregate(aggregate(0, ...Array<Uint8Array>(8192).fill(empty)))).toHaveLength(8192);
    expect(rtmpErrorCode(() => splitAggregate(aggregate(0, ...Array<Uint8Array>(8193).fill(empty))))).toBe(
      'invalid-message',
    );
  });

  test('is built of messages', () => {
    const messages = [
      toMessage({ type: 8, timestamp: 0x1002d00, messageStreamId: 1, payload: hex('af01') }),
      toMessage({ type: 9, timestamp: 0x1002d0a, messageStreamId: 1, payload: hex('170100') }),
    ];
    const built = buildAggregate(messages);
    expect(built).toEqual(
      aggregate(
        0x1002d00,
        hex('08 000002 002d00 01 000000 af01 0000000d'),
        hex('09 000003 002d0a 01 000000 170100 0000000e'),
      ),
    );
    expect(aggregateSize(messages)).toBe(built.payload.length);
    expect(splitAggregate(built)).toEqual(messages);
  });

  test('of nothing, or of more than a message can hold, is a mistake of the caller', () => {
    expect(() => buildAggregate([])).toThrow(RangeError);
    const large = toMessage({ type: 9, timestamp: 0, messageStreamId: 1, payload: new Uint8Array(0x800000) });
    expect(() => buildAggregate([large, large])).toThrow(RangeError);
  });
});
