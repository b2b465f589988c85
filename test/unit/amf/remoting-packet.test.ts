import { expect, test } from 'vitest';
import type { RemotingPacket } from '../../../src/amf/remoting-packet.js';
import { decodeRemotingPacket, encodeRemotingReply, encodeRemotingRequest } from '../../../src/amf/remoting-packet.js';
import { AmfObject } from '../../../src/amf/value.js';
import { amfErrorCode } from '../../support/amf-error-code.js';
import { fromHex, toHex } from '../../support/hex.js';

const packet = (version: 0 | 3, value: RemotingPacket['messages'][number]['value']): RemotingPacket => ({
  version,
  headers: [{ name: 'A', mustUnderstand: true, value: false }],
  messages: [{ target: 's.m', response: '/1', value }],
});

test.each([
  [
    'AMF0',
    0,
    ['x'],
    '000000010001410100000002' + '0100' + '00010003732e6d00022f31' + '00000009' + '0a0000000102000178',
  ],
  [
    'AMF3: the array itself is AMF0',
    3,
    [1, AmfObject.of({ a: true })],
    '000300010001410100000002' +
      '0100' +
      '00010003732e6d00022f31' +
      '00000016' +
      '0a00000002003ff0000000000000' +
      '110a0b0103610301',
  ],
] as const)('arguments as %s', (_name, version, value, hex) => {
  expect(toHex(encodeRemotingRequest(packet(version, [...value])))).toBe(hex);
  expect(decodeRemotingPacket(fromHex(hex))).toEqual(packet(version, [...value]));
});

test('an answer of version 3 is AMF3 as a whole', () => {
  const bytes = encodeRemotingReply(packet(3, [1]));
  expect(toHex(bytes).slice(-20)).toBe('00000006' + '110903010401');
  expect(decodeRemotingPacket(bytes).messages[0]?.value).toEqual([1]);
});

test('version 1 is that of Flash Communication Server', () => {
  expect(decodeRemotingPacket(fromHex('000100000000'))).toEqual({ version: 0, headers: [], messages: [] });
});

test.each([
  ['another version', '000200000000', 'bad-marker'],
  ['more messages than there are', '00000000ffff', 'truncated'],
  ['a value that is none', '000000000001000000000000000020', 'bad-marker'],
])('%s', (_name, hex, code) => {
  expect(amfErrorCode(() => decodeRemotingPacket(fromHex(hex)))).toBe(code);
});

test('a name that has no form', () => {
  const long = { ...packet(0, []), messages: [{ target: 'x'.repeat(70_000), response: '', value: null }] };
  expect(amfErrorCode(() => encodeRemotingRequest(long))).toBe('unencodable');
});
