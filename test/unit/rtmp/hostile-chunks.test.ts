import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { RtmpConnection } from '../../../src/rtmp/connection.js';
import { hex } from '../../support/hex.js';
import { nodeHandshakeCrypto } from '../../support/node-handshake-crypto.js';
import {
  line,
  openConnection,
  pattern,
  plainHandshake,
  readAll,
  rtmpErrorCode,
  sent,
  toMessage,
} from '../../support/rtmp-ends.js';

const setChunkSize = (size: string) => concat([hex('02 000000 000004 01 00000000'), hex(size)]);

/** The first chunk, with `size` bytes of payload, of a message of `length` bytes on any chunk stream. */
function beginning(chunkStreamId: number, length: number, size: number): Uint8Array {
  const id = chunkStreamId - 64;
  const header = Uint8Array.of(0x01, id & 0xff, id >> 8, 0, 0, 0, length >> 16, length >> 8, length, 9, 1, 0, 0, 0);
  return concat([header, new Uint8Array(size)]);
}

describe('chunk sizes', () => {
  test.each(['00000000', '80000000'])('Set Chunk Size %s ends the connection', (size) => {
    expect(rtmpErrorCode(() => readAll(openConnection(), [setChunkSize(size)]))).toBe('invalid-chunk-size');
  });

  test('the top bit is masked', () => {
    const messages = readAll(openConnection(), [
      setChunkSize('80000001'),
      hex('04 000000 000002 08 01000000 aa c4 bb'),
    ]);
    expect(messages.map((message) => message.payload)).toEqual([hex('aabb')]);
  });

  test.each(['7fffffff', 'ffffffff', '01000000'])('%s is as good as the longest message', (size) => {
    const message = toMessage({ type: 9, timestamp: 0, messageStreamId: 1, payload: pattern(100_000) });
    const bytes = concat([setChunkSize(size), hex('06 000000 0186a0 09 01000000'), message.payload]);
    expect(readAll(openConnection(), [bytes]).map(line)).toEqual([line(message)]);
  });

  test('a chunk size of 1 is used up within a second, and refilled by time', () => {
    const connection = openConnection({ maxSmallChunksPerSecond: 100 });
    const crumbs = concat(Array<Uint8Array>(99).fill(hex('c4 aa')));
    const message = concat([hex('04 000000 000064 08 01000000 aa'), crumbs]);
    readAll(connection, [setChunkSize('00000001')], 0);
    for (let second = 1; second < 60; second += 1) readAll(connection, [message], second * 1000);
    expect(rtmpErrorCode(() => readAll(connection, [message], 59_001))).toBe('too-many-chunks');
  });

  test('chunks of the usual size cost nothing', () => {
    const connection = openConnection({ maxSmallChunksPerSecond: 10 });
    const messages = Array.from({ length: 1000 }, () => concat([hex('06 000000 000080 09 01000000'), pattern(128)]));
    expect(readAll(connection, messages)).toHaveLength(1000);
  });
});

describe('headers', () => {
  test.each(['87 000014', 'c7', 'c0 05', 'c1 05 05'])('%s on a fresh chunk stream ends the connection', (header) => {
    expect(rtmpErrorCode(() => readAll(openConnection(), [hex(header)]))).toBe('invalid-chunk');
  });

  test.each(['46 000000 000001 09', '46 000000 00012c 08'])('%s in mid-message ends the connection', (header) => {
    const begun = concat([hex('06 000000 00012c 09 01000000'), pattern(128)]);
    expect(rtmpErrorCode(() => readAll(openConnection(), [begun, hex(header)]))).toBe('invalid-chunk');
  });

  test.each([1, 2, 3, 5, 6])('a message of type %d without its fields ends the connection', (type) => {
    const bytes = concat([hex('02 000000 000003'), Uint8Array.of(type), hex('00000000 000001')]);
    expect(rtmpErrorCode(() => readAll(openConnection(), [bytes]))).toBe('invalid-message');
  });

  test('Set Peer Bandwidth without a limit type ends the connection', () => {
    const bytes = hex('02 000000 000004 06 00000000 000003e8');
    expect(rtmpErrorCode(() => readAll(openConnection(), [bytes]))).toBe('invalid-message');
  });
});

describe('limits', () => {
  test('a message that is too long ends the connection at its header', () => {
    const connection = openConnection({ maxMessageSize: 1000 });
    readAll(connection, [concat([beginning(70, 1000, 0), new Uint8Array(1)])]);
    expect(rtmpErrorCode(() => readAll(openConnection({ maxMessageSize: 1000 }), [beginning(70, 1001, 0)]))).toBe(
      'message-too-large',
    );
  });

  test('chunk stream ids are counted', () => {
    const connection = openConnection({ maxChunkStreams: 10 });
    const empty = (id: number) => beginning(id, 0, 0);
    expect(
      readAll(
        connection,
        Array.from({ length: 10 }, (_, i) => empty(64 + i)),
      ),
    ).toHaveLength(10);
    expect(readAll(connection, [empty(64)])).toHaveLength(1);
    expect(rtmpErrorCode(() => readAll(connection, [empty(74)]))).toBe('too-many-chunk-streams');
  });

  test('partial messages are counted, and those that end or are given up make room', () => {
    const connection = openConnection({ maxPartialMessages: 3 });
    readAll(connection, [beginning(70, 129, 128), beginning(71, 129, 128), beginning(72, 129, 128)]);
    readAll(connection, [hex('c1 0600 aa'), beginning(73, 129, 128)]);
    readAll(connection, [beginning(73, 129, 128)]);
    expect(rtmpErrorCode(() => readAll(connection, [beginning(74, 129, 128)]))).toBe('too-many-partial-messages');

    const another = openConnection({ maxPartialMessages: 2 });
    readAll(another, [beginning(70, 129, 128), hex('02 000000 000004 02 00000000 00000046'), beginning(71, 129, 128)]);
  });

  test('65,536 partial messages of 16 MB end long before they take memory', () => {
    const connection = openConnection();
    let begun = 0;
    const code = rtmpErrorCode(() => {
      for (; begun < 65_536; begun++) readAll(connection, [beginning(64 + begun, 0xffffff, 128)]);
    });
    expect(code).toBe('too-many-partial-messages');
    expect(begun).toBe(64);
  });

  test('partial bytes are counted', () => {
    const connection = openConnection({ maxPartialBytes: 1_000_000 });
    readAll(connection, [setChunkSize('00ffffff')]);
    const code = rtmpErrorCode(() => {
      for (let id = 64; id < 80; id++) readAll(connection, [beginning(id, 0xffffff, 100_000)]);
    });
    expect(code).toBe('too-many-partial-bytes');
  });

  test('the partial budget is given back', () => {
    const connection = openConnection({ maxPartialBytes: 300_000 });
    readAll(connection, [setChunkSize('00ffffff')]);
    for (let i = 0; i < 20; i++) {
      readAll(connection, [beginning(70, 100_000, 50_000), new Uint8Array(50_000)]);
      readAll(connection, [beginning(71, 100_000, 100_000)]);
      readAll(connection, [beginning(72, 100_000, 50_000), new Uint8Array(1000)]);
      readAll(connection, [concat([new Uint8Array(49_000), beginning(73, 100_000, 50_000)])]);
      readAll(connection, [new Uint8Array(50_000), beginning(74, 100_000, 100_000)]);
    }
  });

  test('unknown messages are tolerated up to their limit', () => {
    const connection = openConnection({ maxUnknownMessages: 5 });
    const unknown = hex('03 000000 000000 0b 00000000');
    readAll(connection, Array<Uint8Array>(5).fill(unknown));
    expect(rtmpErrorCode(() => readAll(connection, [unknown]))).toBe('too-many-unknown-messages');
  });

  test('before connect, payload is refused by the header that announces too much', () => {
    const connection = new RtmpConnection({ role: 'server', crypto: nodeHandshakeCrypto });
    readAll(connection, [plainHandshake, beginning(70, 40_000, 128)]);
    expect(rtmpErrorCode(() => readAll(connection, [beginning(71, 40_000, 0)]))).toBe('pre-connect-limit');
  });

  test('after connect there is no such limit', () => {
    const connection = new RtmpConnection({ role: 'server', crypto: nodeHandshakeCrypto });
    expect(connection.connected).toBe(false);
    readAll(connection, [plainHandshake, beginning(70, 40_000, 128)]);
    connection.connected = true;
    readAll(connection, [beginning(71, 1_000_000, 128), beginning(72, 1_000_000, 128)]);
  });
});

describe('partialSince', () => {
  test('is when the oldest unfinished message began', () => {
    const connection = openConnection();
    expect(connection.partialSince).toBeUndefined();
    readAll(connection, [beginning(70, 129, 128)], 1000);
    readAll(connection, [beginning(71, 129, 128)], 2000);
    readAll(connection, [beginning(72, 5, 2)], 3000);
    expect(connection.partialSince).toBe(1000);
    readAll(connection, [hex('00 00 00')], 4000);
    readAll(connection, [hex('c1 0600 aa')], 5000);
    expect(connection.partialSince).toBe(2000);
    readAll(connection, [hex('c1 0700 aa')], 6000);
    expect(connection.partialSince).toBeUndefined();
  });
});

describe('a connection that failed', () => {
  test('throws the same error again, takes nothing in, and still says what it has to', () => {
    const connection = openConnection();
    readAll(connection, [hex('02 000000 000006 04 00000000 0006 00000001')]);
    expect(rtmpErrorCode(() => readAll(connection, [hex('c7')]))).toBe('invalid-chunk');
    const { bytesReceived } = connection;
    expect(rtmpErrorCode(() => readAll(connection, [hex('04 000000 000001 08 01000000 aa')]))).toBe('invalid-chunk');
    expect(connection.bytesReceived).toBe(bytesReceived);
    expect(sent(connection)).toEqual(hex('02 000000 000006 04 00000000 0007 00000001'));
  });

  test('gives the messages before the violation first', () => {
    const connection = openConnection();
    connection.receive(hex('04 000000 000001 08 01000000 aa c7'), 0);
    expect(connection.read()?.type).toBe(8);
    expect(rtmpErrorCode(() => connection.read())).toBe('invalid-chunk');
  });
});
