import { describe, expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { encodeChunks } from '../../src/rtmp/chunk/encode-chunks.js';
import { splitAggregate } from '../../src/rtmp/message/aggregate.js';
import { decodeAcknowledgement } from '../../src/rtmp/message/acknowledgement.js';
import { decodeCommand, encodeCommand } from '../../src/rtmp/message/command.js';
import { decodeData, encodeData } from '../../src/rtmp/message/data.js';
import { decodeSetChunkSize } from '../../src/rtmp/message/set-chunk-size.js';
import { decodeSetPeerBandwidth } from '../../src/rtmp/message/set-peer-bandwidth.js';
import { decodeUserControl } from '../../src/rtmp/message/user-control.js';
import { decodeWindowAcknowledgementSize } from '../../src/rtmp/message/window-acknowledgement-size.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { RtmpError } from '../../src/rtmp/rtmp-error.js';
import { arrivals } from '../support/arrivals.js';
import { hex, toHex } from '../support/hex.js';
import { openConnection, pattern, readAll, toMessage } from '../support/rtmp-ends.js';
import { guidancePresent } from './guidance.js';
import { dump, vectorList } from './rtmp-dumps.js';

const brief = ({ type, timestamp, messageStreamId, payload }: RtmpMessage) =>
  `${type}@${timestamp}/${messageStreamId}:${payload.length}`;

interface SrsArray {
  readonly test: string;
  readonly hex: string;
}

/** The arrays of one test of SRS, one behind the other. */
function srs(name: string): Uint8Array {
  const arrays = vectorList<SrsArray>('rtmp-dumps/srs-utest-arrays.json').filter(({ test }) =>
    test.endsWith(`.${name}`),
  );
  return concat(arrays.map((array) => hex(array.hex)));
}

const trunks = '9@0/0:272';
const vav = (last: number) => `9@16/1:272 8@21/1:144 9@${last}/1:272`;

/** What SRS expects of its tests, by name: type @ timestamp / message stream : length. */
const srsChunks: Record<string, string> = {
  ProtocolRecvMessage: '20@0/0:417',
  ProtocolRecvMessageBug98: '',
  ProtocolRecvVMessage: '9@0/0:4',
  ProtocolRecvAMessage: '8@0/0:4',
  ProtocolRecvV0LenMessage: '9@0/0:0 9@0/0:4',
  ProtocolRecvVMessage2Trunk: trunks,
  ProtocolRecvVCid1BMin: trunks,
  ProtocolRecvVCid1BNormal: trunks,
  ProtocolRecvVCid1BMax: trunks,
  ProtocolRecvVCid2BMin: trunks,
  ProtocolRecvVCid2BNormal: trunks,
  ProtocolRecvVCid2BNormal2: trunks,
  ProtocolRecvVCid2BMax: trunks,
  ProtocolRecvVCid3BMin: trunks,
  ProtocolRecvVCid3BNormal: trunks,
  ProtocolRecvVCid3BNormal2: trunks,
  ProtocolRecvVCid3BNormal3: trunks,
  ProtocolRecvVCid3BNormal4: trunks,
  ProtocolRecvVCid3BMax: trunks,
  ProtocolRecvVAMessage: `8@0/0:144 ${trunks}`,
  ProtocolRecvVAFmt1: `8@0/0:144 ${trunks}`,
  ProtocolRecvVAFmt2: `8@0/0:144 ${trunks}`,
  ProtocolRecvVAFmt3: `8@0/0:144 ${trunks}`,
  ProtocolRecvVAVMessage: vav(32),
  ProtocolRecvVAVFmt1: vav(34),
  ProtocolRecvVAVFmt2: vav(34),
  ProtocolRecvVAVFmt3: vav(32),
  ProtocolRecvVAVVMessage: `${vav(32)} 9@48/1:272`,
  ProtocolRecvVAVVFmt1: `${vav(32)} 9@48/1:272`,
  ProtocolRecvVAVVFmt2: `${vav(32)} 9@48/1:272`,
  ProtocolRecvVAVVFmt3: `${vav(32)} 9@48/1:272`,
  ProtocolRecvVAVVFmt11: `${vav(32)} 9@64/1:272`,
  ProtocolRecvVAVVFmt12: `${vav(32)} 9@64/1:272`,
  ProtocolRecvVAVVFmt11Length: '9@16/1:272 8@21/1:144 9@32/1:288 9@64/1:272',
  ProtocolRecvVAVVFmt12Length: '9@16/1:272 8@21/1:144 9@32/1:288 9@64/1:288',
  ProtocolRecvExtTimeMessage: '9@16/0:4',
  ProtocolRecvExtTimeMessage2: `9@${0x7f010203}/0:4`,
  // SRS masks the top bit away.
  ProtocolRecvExtTimeMessage3: `9@${0xff010203}/0:4`,
  ProtocolRecvVExtTime2Trunk: `9@${0x010203}/0:272`,
  ProtocolRecvVExtTime2Trunk2: `9@${0x010203}/0:272`,
};

describe.skipIf(!guidancePresent).each(arrivals)('chunks of SRS that arrive $name', ({ cut }) => {
  test.each(Object.entries(srsChunks))('%s', (name, expected) => {
    const bytes = srs(name);
    expect(bytes.length).toBeGreaterThan(0);
    expect(readAll(openConnection(), cut(bytes)).map(brief).join(' ')).toBe(expected);
  });
});

describe.skipIf(!guidancePresent)('messages that SRS writes', () => {
  const commands = {
    ProtocolSendSrsCallPacket: 3,
    ProtocolSendSrsCallResPacket: 3,
    ProtocolSendSrsCreateStreamPacket: 3,
    ProtocolSendSrsFMLEStartPacket: 3,
    ProtocolSendSrsFMLEStartResPacket: 3,
    ProtocolSendSrsPublishPacket: 5,
    ProtocolSendSrsPlayResPacket: 5,
    ProtocolSendSrsOnBWDonePacket: 3,
    ProtocolSendSrsOnStatusCallPacket: 5,
  };

  test.each(Object.entries(commands))('%s is written the same way by us', (name, chunkStreamId) => {
    const [message] = readAll(openConnection(), [srs(name)]);
    const again = encodeCommand(decodeCommand(message!), message!.messageStreamId);
    expect(toHex(encodeChunks({ ...again, chunkStreamId }, 128))).toBe(toHex(srs(name)));
  });

  test.each([
    'ProtocolSendSrsOnStatusDataPacket',
    'ProtocolSendSrsSampleAccessPacket',
    'ProtocolSendSrsOnMetaDataPacket',
  ])('%s is written the same way by us', (name) => {
    const [message] = readAll(openConnection(), [srs(name)]);
    const again = encodeData(decodeData(message!), message!.messageStreamId);
    expect(toHex(again.payload)).toBe(toHex(message!.payload));
  });

  test('an acknowledgement, and a buffer length', () => {
    const connection = openConnection();
    const messages = readAll(connection, [
      srs('ProtocolSendSrsAcknowledgementPacket'),
      srs('ProtocolSendSrsUserControlPacket'),
    ]);
    expect(connection.peerAcknowledged).toBe(1024);
    expect(messages.map(decodeUserControl)).toEqual([
      {
        event: 'setBufferLength',
        messageStreamId: expect.any(Number) as number,
        bufferLength: expect.any(Number) as number,
      },
    ]);
  });
});

describe.skipIf(!guidancePresent)('golden chunks of rtmp-go', () => {
  const golden = (name: string) => dump(`alxayo-golden/${name}.bin`);

  test.each([
    { name: 'chunk_fmt0_audio', chunkStreamId: 4, type: 8, timestamp: 1000, payload: pattern(0) },
    { name: 'chunk_extended_timestamp', chunkStreamId: 4, type: 8, timestamp: 20_000_000, payload: pattern(0) },
  ])('$name is read, and written the same way by us', ({ name, chunkStreamId, type, timestamp }) => {
    const bytes = golden(name);
    const [message] = readAll(openConnection(), [bytes]);
    expect(message).toMatchObject({ type, timestamp, messageStreamId: 1 });
    expect(toHex(message!.payload)).toBe(toHex(bytes.subarray(-64)));
    expect(toHex(encodeChunks({ ...message!, chunkStreamId }, 128))).toBe(toHex(bytes));
  });

  test('chunk_fmt1_video follows a type 0 chunk', () => {
    const before = hex('06 0003e8 000001 09 01000000 00');
    const [, message] = readAll(openConnection(), [before, golden('chunk_fmt1_video')]);
    expect(brief(message!)).toBe('9@1040/1:80');
    expect(toHex(message!.payload)).toBe(toHex(golden('chunk_fmt1_video').subarray(8)));
  });

  test('chunk_fmt2_delta follows a chunk of the same length', () => {
    const before = concat([hex('04 0003e8 000040 08 01000000'), new Uint8Array(64)]);
    const [, message] = readAll(openConnection(), [before, golden('chunk_fmt2_delta')]);
    expect(brief(message!)).toBe('8@1033/1:64');
  });

  test('chunk_fmt3_continuation ends a message of 256 bytes', () => {
    const begun = concat([hex('06 0007d0 000100 09 01000000'), new Uint8Array(128)]);
    const [message] = readAll(openConnection(), [begun, golden('chunk_fmt3_continuation')]);
    expect(brief(message!)).toBe('9@2000/1:256');
  });

  test.each(arrivals)('chunk_interleaved that arrives $name', ({ cut }) => {
    const messages = readAll(openConnection(), cut(golden('chunk_interleaved')));
    expect(messages.map(brief)).toEqual(['8@2000/1:256', '9@2000/1:256']);
    expect(toHex(messages[0]!.payload)).toBe(toHex(Uint8Array.from({ length: 256 }, (_, i) => i)));
  });

  test('control messages', () => {
    const control = (name: string) =>
      toMessage({ type: 0, timestamp: 0, messageStreamId: 0, payload: golden(`control_${name}`) });
    expect(decodeSetChunkSize(control('set_chunk_size_4096'))).toBe(4096);
    expect(decodeAcknowledgement(control('acknowledgement_1M'))).toBe(1_000_000);
    expect(decodeWindowAcknowledgementSize(control('window_ack_size_2_5M'))).toBe(2_500_000);
    expect(decodeSetPeerBandwidth(control('set_peer_bandwidth_dynamic'))).toEqual({ size: 2_500_000, limit: 2 });
    expect(decodeUserControl(control('user_control_stream_begin'))).toEqual({
      event: 'streamBegin',
      messageStreamId: 1,
    });
  });
});

describe.skipIf(!guidancePresent)('inputs that crashed a Go library', () => {
  const inputs = vectorList<{ readonly path: string; readonly hex: string }>('rtmp-dumps/gortmplib-fuzz/corpus.json');
  const types = [4, 15, 17, 18, 20, 22];

  /** Answers whether `run` ends well or in an RtmpError; anything else that it throws escapes. */
  function survives(run: () => unknown): boolean {
    try {
      run();
      return true;
    } catch (error) {
      if (error instanceof RtmpError) return true;
      throw error;
    }
  }

  test.each(inputs)('$path', ({ hex: digits }) => {
    const bytes = hex(digits);
    expect(survives(() => readAll(openConnection(), [bytes]))).toBe(true);
    for (const type of types) {
      const message = toMessage({ type, timestamp: 0, messageStreamId: 1, payload: bytes });
      for (const decode of [decodeCommand, decodeData, decodeUserControl, splitAggregate]) {
        expect(survives(() => decode(message))).toBe(true);
      }
    }
  });
});
