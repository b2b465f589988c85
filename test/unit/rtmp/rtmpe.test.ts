import { getDiffieHellman } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/bytes/concat.js';
import { nodeCrypto } from '../../../src/net/node-crypto.js';
import { RtmpConnection } from '../../../src/rtmp/connection.js';
import { CLIENT_KEY, SERVER_KEY, createDigestBlock, findDigest } from '../../../src/rtmp/handshake/digest.js';
import type { HandshakeCrypto } from '../../../src/rtmp/handshake/handshake-crypto.js';
import { isWeakKey, publicKeyOf, publicKeyOffset } from '../../../src/rtmp/handshake/key-exchange.js';
import { arrivals } from '../../support/arrivals.js';
import { hex, toHex } from '../../support/hex.js';
import { nodeHandshakeCrypto as crypto } from '../../support/node-handshake-crypto.js';
import { pattern, readAll, rtmpErrorCode, sent, toMessage } from '../../support/rtmp-ends.js';

const server = (admitsEncrypted: () => boolean = () => true, used: HandshakeCrypto = crypto) =>
  new RtmpConnection({ role: 'server', crypto: used, admitsEncrypted });
const client = (used: HandshakeCrypto = crypto) =>
  new RtmpConnection({ role: 'client', crypto: used, encrypted: true });

const prime = BigInt(`0x${getDiffieHellman('modp2').getPrime('hex')}`);
const number = (value: bigint) => hex(value.toString(16).padStart(256, '0'));
const audio = (text: string) =>
  toMessage({ type: 8, timestamp: 0, messageStreamId: 1, payload: new TextEncoder().encode(text) });
const greet = (c0: number, c1: Uint8Array) => concat([Uint8Array.of(c0), c1]);

/** C1 of RTMPE with that public key. */
const c1With = (publicKey: Uint8Array) =>
  createDigestBlock([128, 0, 3, 2], CLIENT_KEY.name, 1, crypto, publicKey).block;

/** Both ends behind their handshake. */
function connected(used: HandshakeCrypto = crypto): [client: RtmpConnection, server: RtmpConnection] {
  const [a, b] = [client(used), server(() => true, used)];
  readAll(b, a.takeOutput());
  readAll(a, b.takeOutput());
  readAll(b, a.takeOutput());
  a.connected = b.connected = true;
  return [a, b];
}

describe('client and server', () => {
  test.each([
    { name: 'of the tests', used: crypto },
    { name: 'of the process', used: nodeCrypto },
  ])('understand each other, and nobody who listens does: cryptography $name', ({ used }) => {
    const [a, b] = connected(used);
    expect(a.peerHandshake).toMatchObject({ scheme: 'digest 1', encrypted: true });
    expect(b.peerHandshake).toMatchObject({ scheme: 'digest 1', encrypted: true });
    expect(a.peerHandshake!.verificationKey).toEqual(b.peerHandshake!.verificationKey);
    for (const text of ['one', 'two', 'three']) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        from.write(audio(text));
        const wire = sent(from);
        expect(new TextDecoder('latin1').decode(wire)).not.toContain(text);
        expect(readAll(to, [wire])).toEqual([audio(text)]);
      }
    }
  });

  test.each(arrivals)('what stands right behind the handshake, when it arrives $name', ({ cut }) => {
    const [a, b] = [client(), server()];
    a.write(audio('early'));
    readAll(b, a.takeOutput());
    readAll(a, b.takeOutput());
    expect(readAll(b, cut(sent(a)))).toEqual([audio('early')]);
  });

  test('chunks that others are sent too are encrypted in a copy', () => {
    const [a, b] = connected();
    const shared = hex('04 000000 000001 08 01000000 aa');
    expect(b.passChunks(shared)).toBe(false);
    b.writeChunks(shared);
    const before = b.bytesSent;
    expect(readAll(a, b.takeOutput())).toEqual([
      toMessage({ type: 8, timestamp: 0, messageStreamId: 1, payload: hex('aa') }),
    ]);
    expect(toHex(shared)).toBe('040000000000010801000000aa');
    expect(b.bytesSent - before).toBe(shared.length);
  });

  test('make keys of their own for each connection', () => {
    const keys = Array.from({ length: 4 }, () => toHex(connected()[0].peerHandshake!.verificationKey!));
    expect(new Set(keys).size).toBe(4);
  });
});

describe('the server', () => {
  test.each([6, 8])('answers C0 of %d with the same', (c0) => {
    const connection = server();
    readAll(connection, [greet(c0, c1With(crypto.diffieHellman().publicKey))]);
    const output = sent(connection);
    expect(output).toHaveLength(3073);
    expect(output[0]).toBe(c0);
    const s1 = output.subarray(1, 1537);
    expect(findDigest(s1, SERVER_KEY.name, crypto)?.scheme).toBe(1);
    expect(isWeakKey(publicKeyOf(s1, 1))).toBe(false);
  });

  test.each([
    { name: '0', key: 0n },
    { name: '1', key: 1n },
    { name: 'p - 1', key: prime - 1n },
    { name: 'p', key: prime },
    { name: 'p + 1', key: prime + 1n },
    { name: '2^1024 - 1', key: (1n << 1024n) - 1n },
  ])('refuses the public key $name before it makes one itself', ({ key }) => {
    const connection = server(() => expect.fail('a key exchange was admitted'));
    expect(rtmpErrorCode(() => readAll(connection, [greet(6, c1With(number(key)))]))).toBe('invalid-handshake');
    expect(connection.takeOutput()).toEqual([]);
  });

  test.each([2n, prime - 2n])('takes the public key %d', (key) => {
    expect(isWeakKey(number(key))).toBe(false);
  });

  test('refuses RTMPE without a digest', () => {
    const connection = server(() => expect.fail('a key exchange was admitted'));
    expect(rtmpErrorCode(() => readAll(connection, [greet(6, pattern(1536))]))).toBe('invalid-handshake');
  });

  test('computes nothing for who comes when it is too much', () => {
    const watched = { ...crypto, diffieHellman: () => expect.fail('a key was made') };
    const connection = server(() => false, watched);
    const c1 = c1With(crypto.diffieHellman().publicKey);
    expect(rtmpErrorCode(() => readAll(connection, [greet(6, c1)]))).toBe('too-many-handshakes');
    expect(connection.takeOutput()).toEqual([]);
  });

  test.each([9, 7])('does not speak %d', (c0) => {
    expect(rtmpErrorCode(() => readAll(server(), [Uint8Array.of(c0)]))).toBe('unsupported-version');
  });
});

describe('the client', () => {
  test.each([3, 8])('refuses S0 of %d', (s0) => {
    expect(rtmpErrorCode(() => readAll(client(), [Uint8Array.of(s0)]))).toBe('unsupported-version');
  });

  test.each([
    { name: 'no digest', s1: () => pattern(1536) },
    {
      name: 'a weak public key',
      s1: () => createDigestBlock([4, 5, 0, 1], SERVER_KEY.name, 1, crypto, number(1n)).block,
    },
  ])('refuses an S1 with $name', ({ s1 }) => {
    expect(rtmpErrorCode(() => readAll(client(), [greet(6, s1())]))).toBe('invalid-handshake');
  });
});

test.each([
  { scheme: 0, sumAt: 1532, first: 772, last: 1403 },
  { scheme: 1, sumAt: 768, first: 8, last: 639 },
] as const)('where the public key lies in scheme $scheme', ({ scheme, sumAt, first, last }) => {
  const block = new Uint8Array(1536);
  expect(publicKeyOffset(block, scheme)).toBe(first);
  block.set([255, 255, 121, 0], sumAt);
  expect(publicKeyOffset(block, scheme)).toBe(last);
  block[sumAt + 3] = 1;
  expect(publicKeyOffset(block, scheme)).toBe(first);
});
