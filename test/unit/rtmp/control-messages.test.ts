import { describe, expect, test } from 'vitest';
import { decodeAbort, encodeAbort } from '../../../src/rtmp/message/abort.js';
import { decodeAcknowledgement, encodeAcknowledgement } from '../../../src/rtmp/message/acknowledgement.js';
import { decodeSetChunkSize, encodeSetChunkSize } from '../../../src/rtmp/message/set-chunk-size.js';
import { decodeSetPeerBandwidth, encodeSetPeerBandwidth } from '../../../src/rtmp/message/set-peer-bandwidth.js';
import { decodeUserControl, encodeUserControl } from '../../../src/rtmp/message/user-control.js';
import type { UserControlEvent } from '../../../src/rtmp/message/user-control.js';
import {
  decodeWindowAcknowledgementSize,
  encodeWindowAcknowledgementSize,
} from '../../../src/rtmp/message/window-acknowledgement-size.js';
import type { RtmpMessage } from '../../../src/rtmp/message.js';
import { hex } from '../../support/hex.js';
import { rtmpErrorCode, toMessage } from '../../support/rtmp-ends.js';

const control = (type: number, payload: string): RtmpMessage =>
  toMessage({ type, timestamp: 0, messageStreamId: 0, payload: hex(payload) });

const messages: {
  name: string;
  type: number;
  payload: string;
  value: unknown;
  encode: () => RtmpMessage;
  decode: (message: RtmpMessage) => unknown;
}[] = [
  {
    name: 'Set Chunk Size',
    type: 1,
    payload: '00001000',
    value: 4096,
    encode: () => encodeSetChunkSize(4096),
    decode: decodeSetChunkSize,
  },
  { name: 'Abort', type: 2, payload: '0000003f', value: 63, encode: () => encodeAbort(63), decode: decodeAbort },
  {
    name: 'Acknowledgement',
    type: 3,
    payload: 'ffffffff',
    value: 0xffffffff,
    encode: () => encodeAcknowledgement(0xffffffff),
    decode: decodeAcknowledgement,
  },
  {
    name: 'Window Acknowledgement Size',
    type: 5,
    payload: '002625a0',
    value: 2_500_000,
    encode: () => encodeWindowAcknowledgementSize(2_500_000),
    decode: decodeWindowAcknowledgementSize,
  },
  {
    name: 'Set Peer Bandwidth',
    type: 6,
    payload: '002625a002',
    value: { size: 2_500_000, limit: 2 },
    encode: () => encodeSetPeerBandwidth({ size: 2_500_000, limit: 2 }),
    decode: decodeSetPeerBandwidth,
  },
];

describe.each(messages)('$name', ({ type, payload, value, encode, decode }) => {
  test('is written', () => {
    expect(encode()).toEqual(control(type, payload));
  });

  test('is read, with bytes behind it too', () => {
    expect(decode(control(type, payload))).toEqual(value);
    expect(decode(control(type, `${payload}00`))).toEqual(value);
  });

  test('is refused when it is cut anywhere', () => {
    for (let size = 0; size < payload.length; size += 2) {
      expect(rtmpErrorCode(() => decode(control(type, payload.slice(0, size))))).toBe('invalid-message');
    }
  });
});

const events: { payload: string; event: UserControlEvent }[] = [
  { payload: '0000 00000001', event: { event: 'streamBegin', messageStreamId: 1 } },
  { payload: '0001 00000001', event: { event: 'streamEOF', messageStreamId: 1 } },
  { payload: '0002 00000001', event: { event: 'streamDry', messageStreamId: 1 } },
  { payload: '0003 00000001 00000bb8', event: { event: 'setBufferLength', messageStreamId: 1, bufferLength: 3000 } },
  { payload: '0004 fffffffe', event: { event: 'streamIsRecorded', messageStreamId: 0xfffffffe } },
  { payload: '0006 17abdaa3', event: { event: 'pingRequest', timestamp: 0x17abdaa3 } },
  { payload: '0007 17abdaa3', event: { event: 'pingResponse', timestamp: 0x17abdaa3 } },
  { payload: '001a', event: { event: 'swfVerifyRequest', data: new Uint8Array(0) } },
  { payload: '001b 0101aabb', event: { event: 'swfVerifyResponse', data: hex('0101aabb') } },
  { payload: '001f 00000001', event: { event: 'bufferEmpty', messageStreamId: 1 } },
  { payload: '0020 00000001', event: { event: 'bufferReady', messageStreamId: 1 } },
  { payload: '0008 0102', event: { event: 'unknown', eventType: 8, data: hex('0102') } },
  { payload: 'ffff', event: { event: 'unknown', eventType: 0xffff, data: new Uint8Array(0) } },
];

describe('user control', () => {
  test.each(events)('$event.event of $payload', ({ payload, event }) => {
    expect(encodeUserControl(event)).toEqual(control(4, payload));
    expect(decodeUserControl(control(4, payload))).toEqual(event);
  });

  test.each(['', '00', '0000', '0000 000000', '0003 00000001 000000', '0006 0000'])(
    'is refused when cut: %s',
    (cut) => {
      expect(rtmpErrorCode(() => decodeUserControl(control(4, cut)))).toBe('invalid-message');
    },
  );
});
