import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { RtmpConnection } from '../../../src/rtmp/connection.js';
import { CLIENT_KEY, createDigestBlock, findDigest } from '../../../src/rtmp/handshake/digest.js';
import { serverHandshake } from '../../../src/rtmp/handshake/server-handshake.js';
import { arrivals } from '../../support/arrivals.js';
import { hex } from '../../support/hex.js';
import { nodeHandshakeCrypto } from '../../support/node-handshake-crypto.js';
import { pattern, plainHandshake, readAll, rtmpErrorCode, sent, toMessage } from '../../support/rtmp-ends.js';

const crypto = nodeHandshakeCrypto;
const server = () => new RtmpConnection({ role: 'server', crypto });
const client = (offerDigest = true) => new RtmpConnection({ role: 'client', crypto, options: { offerDigest } });

/** Passes bytes to and fro until neither side has anything to say. */
function talk(a: RtmpConnection, b: RtmpConnection): void {
  for (let round = 0; round < 4; round++) {
    readAll(b, a.takeOutput());
    readAll(a, b.takeOutput());
  }
}

/** C1 as a Flash Player writes it, with a digest in the given scheme. */
const digestC1 = (scheme: 0 | 1) => createDigestBlock([128, 0, 7, 2], CLIENT_KEY.name, scheme, crypto).block;
const greet = (c1: Uint8Array) => concat([Uint8Array.of(3), c1]);

describe('the server', () => {
  test('answers C0 and C1 with S0, S1 and S2 at once, and an exact echo to a plain client', () => {
    const connection = server();
    const c1 = concat([hex('00001234 00000000'), pattern(1528)]);
    readAll(connection, [greet(c1)]);
    const output = sent(connection);
    expect(output).toHaveLength(1 + 1536 + 1536);
    expect(output[0]).toBe(3);
    expect([...output.subarray(5, 9)]).toEqual([0, 0, 0, 0]);
    expect(output.subarray(1 + 1536)).toEqual(c1);
    expect(connection.handshakeDone).toBe(false);
  });

  test('is done when any C2 has come, and keeps what stands behind it', () => {
    const connection = server();
    const surplus = hex('04 000000 000001 08 01000000 aa');
    const messages = readAll(connection, [concat([greet(pattern(1536)), new Uint8Array(1536).fill(0x55), surplus])]);
    expect(messages).toEqual([toMessage({ type: 8, timestamp: 0, messageStreamId: 1, payload: hex('aa') })]);
    expect(connection.handshakeDone).toBe(true);
  });

  test.each([0, 1] as const)('mirrors digest scheme %d', (scheme) => {
    const connection = server();
    readAll(connection, [greet(digestC1(scheme)), new Uint8Array(1536)]);
    expect(connection.peerHandshake).toMatchObject({
      version: Uint8Array.of(128, 0, 7, 2),
      scheme: `digest ${scheme}`,
    });
    const s1 = sent(connection).subarray(1, 1537);
    const serverKey = new TextEncoder().encode('Genuine Adobe Flash Media Server 001');
    expect(findDigest(s1, serverKey, crypto)?.scheme).toBe(scheme);
  });

  test('answers a version with a wrong digest like a plain client', () => {
    const connection = server();
    const c1 = digestC1(1);
    c1[1400] = c1[1400]! ^ 1;
    readAll(connection, [greet(c1), new Uint8Array(1536)]);
    expect(connection.peerHandshake?.scheme).toBe('plain');
    expect(sent(connection).subarray(1 + 1536)).toEqual(c1);
  });

  test('computes no digest for a client without a version', () => {
    const watched = { ...crypto, hmacSha256: () => expect.fail('a digest was computed') };
    const connection = new RtmpConnection({ role: 'server', crypto: watched });
    readAll(connection, [plainHandshake]);
    expect(connection.handshakeDone).toBe(true);
  });

  test.each([
    { name: 'zero', c0: 0 },
    { name: 'RTMPE', c0: 6 },
    { name: 'TLS', c0: 0x16 },
    { name: 'HTTP', c0: 0x47 },
    { name: '0xff', c0: 0xff },
  ])('refuses C0 of $name without a reply', ({ c0 }) => {
    const connection = server();
    expect(rtmpErrorCode(() => readAll(connection, [Uint8Array.of(c0)]))).toBe('unsupported-version');
    expect(connection.takeOutput()).toEqual([]);
  });

  test('says how many bytes each step takes', () => {
    const expected: number[] = [];
    let step = serverHandshake(crypto);
    while (step.state === 'waiting') {
      expected.push(step.expects);
      step = step.next(plainHandshake.subarray(0, step.expects));
    }
    expect(expected).toEqual([1, 1536, 1536]);
  });
});

describe('the client', () => {
  test('begins with C0 and C1', () => {
    const output = sent(client());
    expect(output).toHaveLength(1537);
    expect(output[0]).toBe(3);
    expect([...output.subarray(5, 9)]).toEqual([9, 0, 124, 2]);
    expect([...sent(client(false)).subarray(5, 9)]).toEqual([0, 0, 0, 0]);
  });

  test('echoes S1 of a plain server', () => {
    const connection = client();
    connection.takeOutput();
    const s1 = concat([hex('00000001 00000000'), pattern(1528)]);
    readAll(connection, [greet(s1)]);
    expect(sent(connection)).toEqual(s1);
    expect(connection.handshakeDone).toBe(false);
    readAll(connection, [new Uint8Array(1536)]);
    expect(connection.handshakeDone).toBe(true);
  });

  test('refuses another S0', () => {
    expect(rtmpErrorCode(() => readAll(client(), [Uint8Array.of(6)]))).toBe('unsupported-version');
  });

  test('keeps messages back until the handshake is done', () => {
    const connection = client();
    connection.write(toMessage({ type: 20, timestamp: 0, messageStreamId: 0, payload: hex('0200') }));
    expect(sent(connection)).toHaveLength(1537);
    readAll(connection, [plainHandshake]);
    const output = connection.takeOutput();
    expect(output.map((bytes) => bytes.length)).toEqual([1536, 14]);
  });
});

test.each([
  { offerDigest: true, scheme: 'digest 0' },
  { offerDigest: false, scheme: 'plain' },
])('client and server agree: $scheme', ({ offerDigest, scheme }) => {
  const [a, b] = [client(offerDigest), server()];
  talk(a, b);
  expect(a.peerHandshake?.scheme).toBe(scheme);
  expect(b.peerHandshake?.scheme).toBe(scheme);
});

test.each(arrivals)('a handshake that arrives $name', ({ cut }) => {
  const connection = server();
  const message = toMessage({ type: 8, timestamp: 0, messageStreamId: 1, payload: hex('aa') });
  const bytes = concat([greet(digestC1(1)), pattern(1536), hex('04 000000 000001 08 01000000 aa')]);
  expect(readAll(connection, cut(bytes))).toEqual([message]);
  expect(connection.peerHandshake?.scheme).toBe('digest 1');
  expect(sent(connection)).toHaveLength(1 + 1536 + 1536);
  expect(connection.bytesReceived).toBe(bytes.length);
  expect(connection.bytesSent).toBe(3073);
});
