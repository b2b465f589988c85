import { describe, expect, test } from 'vitest';
import { AmfError } from '../../../src/amf/amf-error.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfObject } from '../../../src/amf/value.js';
import { concat } from '../../../src/bytes/concat.js';
import { decodeCommand, encodeCommand } from '../../../src/rtmp/message/command.js';
import type { CommandMessage } from '../../../src/rtmp/message/command.js';
import { decodeData, encodeData } from '../../../src/rtmp/message/data.js';
import { messageStreamId } from '../../../src/rtmp/message.js';
import { RtmpError } from '../../../src/rtmp/rtmp-error.js';
import { hex } from '../../support/hex.js';
import { rtmpErrorCode, toMessage } from '../../support/rtmp-ends.js';

const text = (value: string) => concat([hex('02'), Uint8Array.of(0, value.length), new TextEncoder().encode(value)]);
const one = hex('00 3ff0000000000000');

/** Bytes written by hand from the AMF 0 specification. */
const cases: { name: string; type: 20 | 17; bytes: Uint8Array[]; command: CommandMessage }[] = [
  {
    name: 'createStream',
    type: 20,
    bytes: [text('createStream'), one, hex('05')],
    command: { name: 'createStream', transactionId: 1, commandObject: null, args: [], encoding: 'amf0' },
  },
  {
    name: 'publish',
    type: 20,
    bytes: [text('publish'), hex('00 0000000000000000 05'), text('cam'), text('live')],
    command: { name: 'publish', transactionId: 0, commandObject: null, args: ['cam', 'live'], encoding: 'amf0' },
  },
  {
    name: 'a call of type 17: the format byte 0, then AMF0',
    type: 17,
    bytes: [hex('00'), text('createStream'), one, hex('05')],
    command: { name: 'createStream', transactionId: 1, commandObject: null, args: [], encoding: 'amf3' },
  },
  {
    name: 'a call of type 17 with an argument in AMF3',
    type: 17,
    bytes: [hex('00'), text('call'), one, hex('05'), hex('11 0a0b01 0361 0401 01')],
    command: {
      name: 'call',
      transactionId: 1,
      commandObject: null,
      args: [new AmfObject('', [['a', 1]])],
      encoding: 'amf3',
    },
  },
];

const decodeOnly: typeof cases = [
  {
    name: 'a call of type 17 without its format byte, as some third-party senders write it',
    type: 17,
    bytes: [text('createStream'), one, hex('05')],
    command: { name: 'createStream', transactionId: 1, commandObject: null, args: [], encoding: 'amf3' },
  },
  {
    name: 'a name alone',
    type: 20,
    bytes: [text('onBWDone')],
    command: { name: 'onBWDone', transactionId: 0, commandObject: null, args: [], encoding: 'amf0' },
  },
  {
    name: 'no command object',
    type: 20,
    bytes: [text('onBWDone'), one],
    command: { name: 'onBWDone', transactionId: 1, commandObject: null, args: [], encoding: 'amf0' },
  },
  {
    name: 'null for a transaction id',
    type: 20,
    bytes: [text('play'), hex('05 05'), text('cam')],
    command: { name: 'play', transactionId: 0, commandObject: null, args: ['cam'], encoding: 'amf0' },
  },
];

const incoming = (type: number, ...payload: Uint8Array[]) =>
  toMessage({ type, timestamp: 7, messageStreamId: 1, payload: concat(payload) });

describe('a command', () => {
  test.each([...cases, ...decodeOnly])('is read: $name', ({ type, bytes, command }) => {
    expect(decodeCommand(incoming(type, ...bytes))).toEqual(command);
  });

  test.each(cases)('is written: $name', ({ type, bytes, command }) => {
    expect(encodeCommand(command, messageStreamId(1), 7)).toEqual(incoming(type, ...bytes));
  });

  test.each([
    { name: 'nothing at all', type: 20, bytes: '' },
    { name: 'a format byte alone', type: 17, bytes: '00' },
    { name: 'a number for a name', type: 20, bytes: '00 3ff0000000000000' },
    { name: 'null for a name', type: 20, bytes: '05' },
    { name: 'a name that is cut', type: 20, bytes: '02 0005 6162' },
    { name: 'a reserved marker', type: 20, bytes: '02 0001 61 04' },
    { name: 'an object without an end', type: 20, bytes: '02 0001 61 00 3ff0000000000000 03 0001 61 05' },
  ])('of $name is refused', ({ type, bytes }) => {
    expect(rtmpErrorCode(() => decodeCommand(incoming(type, hex(bytes))))).toBe('invalid-message');
  });

  test('that is not AMF names its cause', () => {
    try {
      decodeCommand(incoming(20, hex('02 0005 6162')));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(RtmpError);
      expect((error as RtmpError).cause).toBeInstanceOf(AmfError);
    }
  });

  test('obeys the limits it is given', () => {
    const nested = incoming(20, text('a'), one, hex('05 0a00000001 0a00000001 05'));
    expect(decodeCommand(nested).args).toEqual([[[null]]]);
    const limits = { maxDepth: 1, maxElements: 100, maxStringLength: 100 };
    expect(rtmpErrorCode(() => decodeCommand(nested, limits))).toBe('invalid-message');
  });
});

const metadata = hex('08 00000001 0005 7769647468 00 4094000000000000 000009');

describe('a data message', () => {
  const cases: { name: string; type: 18 | 15; bytes: Uint8Array[]; values: AmfValue[] }[] = [
    {
      name: '|RtmpSampleAccess',
      type: 18,
      bytes: [text('|RtmpSampleAccess'), hex('0100 0100')],
      values: ['|RtmpSampleAccess', false, false],
    },
    {
      name: 'of type 15: the format byte 0, then AMF0',
      type: 15,
      bytes: [hex('00'), text('onCue'), text('x')],
      values: ['onCue', 'x'],
    },
  ];

  test.each(cases)('$name', ({ type, bytes, values }) => {
    const encoding = type === 15 ? 'amf3' : 'amf0';
    expect(decodeData(incoming(type, ...bytes))).toEqual({ values, encoding });
    expect(encodeData({ values, encoding }, messageStreamId(1), 7)).toEqual(incoming(type, ...bytes));
  });

  test('may lack the end of its last object, as the onMetaData of some encoders does', () => {
    const whole = decodeData(incoming(18, text('onMetaData'), metadata));
    expect(whole.values).toHaveLength(2);
    expect(decodeData(incoming(18, text('onMetaData'), metadata.subarray(0, -3)))).toEqual(whole);
  });

  test('that is not AMF is refused', () => {
    expect(rtmpErrorCode(() => decodeData(incoming(18, hex('04'))))).toBe('invalid-message');
    expect(rtmpErrorCode(() => decodeData(incoming(15, hex('00 02ffff'))))).toBe('invalid-message');
  });
});
