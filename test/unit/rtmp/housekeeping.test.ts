import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { Acknowledgements } from '../../../src/rtmp/acknowledgements.js';
import { encodeChunks } from '../../../src/rtmp/chunk/encode-chunks.js';
import { encodeAcknowledgement } from '../../../src/rtmp/message/acknowledgement.js';
import { hex } from '../../support/hex.js';
import { openConnection, pattern, readAll, rtmpErrorCode, sent, toMessage } from '../../support/rtmp-ends.js';

const control = (type: string, payload: string) =>
  concat([hex('02 000000 0000'), Uint8Array.of(hex(payload).length), hex(type), hex('00000000'), hex(payload)]);

const video = (size: number) =>
  encodeChunks(
    { ...toMessage({ type: 9, timestamp: 0, messageStreamId: 1, payload: pattern(size) }), chunkStreamId: 6 },
    128,
  );

describe('acknowledgements', () => {
  test('are sent when half of the window came in', () => {
    const connection = openConnection();
    readAll(connection, [control('05', '000003e8')]);
    readAll(connection, [video(400)]);
    expect(sent(connection)).toHaveLength(0);
    readAll(connection, [video(400)]);
    const received = 16 + 2 * video(400).length;
    expect(sent(connection)).toEqual(control('03', received.toString(16).padStart(8, '0')));
  });

  test('are sent within a long message too', () => {
    const connection = openConnection();
    const bytes = video(5000);
    readAll(connection, [control('05', '000003e8'), bytes.subarray(0, 4000)]);
    expect(sent(connection)).toEqual(control('03', (16 + 4000).toString(16).padStart(8, '0')));
  });

  test('are not sent without a window, nor for a window of 0', () => {
    const connection = openConnection();
    readAll(connection, [video(5000), control('05', '00000000'), video(5000)]);
    expect(connection.takeOutput()).toEqual([]);
  });

  test('count modulo 2^32', () => {
    const acknowledgements = new Acknowledgements();
    acknowledgements.setPeerWindow(2_500_000);
    acknowledgements.received = 2 ** 32 - 1;
    expect(acknowledgements.due()).toBe(0xffffffff);
    acknowledgements.received += 1_250_000;
    expect(acknowledgements.due()).toBe(1_249_999);
    expect(acknowledgements.due()).toBeUndefined();
  });

  test('of the peer tell what is on its way, across the wrap too', () => {
    const acknowledgements = new Acknowledgements();
    acknowledgements.sent = 1000;
    expect(acknowledgements.unacknowledged).toBe(1000);
    acknowledgements.peerAcknowledged = 400;
    expect(acknowledgements.unacknowledged).toBe(600);
    acknowledgements.sent = 2 ** 32 + 100;
    acknowledgements.peerAcknowledged = 2 ** 32 - 100;
    expect(acknowledgements.unacknowledged).toBe(200);
  });

  test('that count the handshake too leave nothing on its way', () => {
    const acknowledgements = new Acknowledgements();
    acknowledgements.sent = 1000;
    acknowledgements.peerAcknowledged = 1000 + 3073;
    expect(acknowledgements.unacknowledged).toBe(0);
  });

  test('of the peer show on the connection', () => {
    const connection = openConnection();
    expect(connection.peerAcknowledged).toBeUndefined();
    connection.setWindowAcknowledgementSize(2_500_000);
    expect(connection.unacknowledgedBytes).toBe(0);
    connection.takeOutput();
    expect(connection.unacknowledgedBytes).toBe(16);
    readAll(connection, [control('03', '0000000a')]);
    expect(connection.peerAcknowledged).toBe(10);
    expect(connection.unacknowledgedBytes).toBe(6);
  });

  test('are not answered', () => {
    const connection = openConnection();
    const { payload } = encodeAcknowledgement(5);
    expect(readAll(connection, [control('03', Buffer.from(payload).toString('hex'))])).toEqual([]);
    expect(connection.takeOutput()).toEqual([]);
  });
});

describe('windows', () => {
  test('are asked for', () => {
    const connection = openConnection();
    connection.setWindowAcknowledgementSize(2_500_000);
    connection.setPeerBandwidth(2_500_000, 2);
    expect(sent(connection)).toEqual(concat([control('05', '002625a0'), control('06', '002625a002')]));
  });

  test.each(['00', '01', '02'])('Set Peer Bandwidth of limit type %s is answered once per size', (limit) => {
    const connection = openConnection();
    readAll(connection, [control('06', `001312d0${limit}`), control('06', `001312d0${limit}`)]);
    expect(sent(connection)).toEqual(control('05', '001312d0'));
    readAll(connection, [control('06', `002625a0${limit}`)]);
    expect(sent(connection)).toEqual(control('05', '002625a0'));
  });

  test('Set Peer Bandwidth of the window that was sent is not answered', () => {
    const connection = openConnection();
    connection.setWindowAcknowledgementSize(0x1312d0);
    connection.takeOutput();
    readAll(connection, [control('06', '001312d002')]);
    expect(connection.takeOutput()).toEqual([]);
  });
});

describe('ping', () => {
  test('requests are answered with their own time', () => {
    const connection = openConnection();
    expect(readAll(connection, [control('04', '000617abdaa3')])).toEqual([]);
    expect(sent(connection)).toEqual(control('04', '000717abdaa3'));
  });

  test('responses end the wait and tell the round trip', () => {
    const connection = openConnection();
    expect(connection.pingOutstandingSince).toBeUndefined();
    connection.sendPing(0x1_0000_1000);
    expect(sent(connection)).toEqual(control('04', '000600001000'));
    connection.sendPing(0x1_0000_2000);
    expect(connection.pingOutstandingSince).toBe(0x1_0000_1000);
    expect(readAll(connection, [control('04', '000700001000')], 0x1_0000_1000 + 25)).toEqual([]);
    expect(connection.pingOutstandingSince).toBeUndefined();
    expect(connection.lastRoundTrip).toBe(25);
  });

  test('a response that was not asked for changes nothing', () => {
    const connection = openConnection();
    readAll(connection, [control('04', '000700001000')], 5);
    expect(connection.lastRoundTrip).toBeUndefined();
  });

  test('without a time is an invalid message', () => {
    expect(rtmpErrorCode(() => readAll(openConnection(), [control('04', '000600')]))).toBe('invalid-message');
  });

  test('other user control messages are for the owner', () => {
    const [message] = readAll(openConnection(), [control('04', '00030000000100000bb8')]);
    expect(message).toEqual(
      toMessage({ type: 4, timestamp: 0, messageStreamId: 0, payload: hex('00030000000100000bb8') }),
    );
  });
});

test.each([0, 7, 10, 11, 12, 13, 14, 21, 23, 100, 255])('a message of type %d is ignored and counted', (type) => {
  const connection = openConnection();
  const unknown = concat([hex('03 000000 000001'), Uint8Array.of(type), hex('00000000 aa')]);
  const audio = hex('04 000000 000001 08 01000000 bb');
  expect(readAll(connection, [unknown, audio]).map((message) => message.type)).toEqual([8]);
  expect(connection.unknownMessages).toBe(1);
});
