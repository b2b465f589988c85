import { describe, expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import {
  CLIENT_KEY,
  SERVER_KEY,
  digestOffset,
  findDigest,
  responseSignature,
} from '../../src/rtmp/handshake/digest.js';
import type { DigestScheme } from '../../src/rtmp/handshake/block-layout.js';
import { serverHandshake } from '../../src/rtmp/handshake/server-handshake.js';
import { hex, toHex } from '../support/hex.js';
import { nodeHandshakeCrypto as crypto } from '../support/node-handshake-crypto.js';
import { guidancePresent } from './guidance.js';
import { dump, vectorList } from './rtmp-dumps.js';

interface Block {
  readonly version: readonly number[];
  readonly digest: { readonly scheme: DigestScheme; readonly offset: number; readonly hex: string };
}

interface Vector {
  readonly name: string;
  readonly c0c1: string;
  readonly s0s1s2?: string;
  readonly c2?: string;
  readonly analysis: { readonly c1: Block; readonly s1?: Block };
}

const vectors = vectorList<Vector>('rtmp-handshake.json');

/** The digest that a C2 or S2 should end with, and the one that it does. */
function signatures(key: Uint8Array, peerDigest: Uint8Array, block: Uint8Array): [string, string] {
  const expected = responseSignature(key, peerDigest, block.subarray(0, 1504), crypto);
  return [toHex(block.subarray(1504)), toHex(expected)];
}

describe.skipIf(!guidancePresent)('handshakes of Flash Player and Flash Media Server', () => {
  test.each(vectors)('$name: the digest of C1', ({ c0c1, analysis: { c1 } }) => {
    const block = hex(c0c1).subarray(1);
    const found = findDigest(block, CLIENT_KEY.name, crypto);
    expect(found?.scheme).toBe(c1.digest.scheme);
    expect(toHex(found!.digest)).toBe(c1.digest.hex);
    expect(digestOffset(block, c1.digest.scheme)).toBe(c1.digest.offset);
  });

  test.each(vectors.filter(({ s0s1s2 }) => s0s1s2))('$name: the digest of S1, S2 and C2', (vector) => {
    const server = hex(vector.s0s1s2!);
    const [s1, s2] = [server.subarray(1, 1537), server.subarray(1537)];
    const found = findDigest(s1, SERVER_KEY.name, crypto);
    expect(found?.scheme).toBe(vector.analysis.s1!.digest.scheme);
    expect(toHex(found!.digest)).toBe(vector.analysis.s1!.digest.hex);
    const c1Digest = hex(vector.analysis.c1.digest.hex);
    const [inS2, expectedInS2] = signatures(SERVER_KEY.full, c1Digest, s2);
    expect(inS2).toBe(expectedInS2);
    const [inC2, expectedInC2] = signatures(CLIENT_KEY.full, found!.digest, hex(vector.c2!));
    expect(inC2).toBe(expectedInC2);
  });

  test('Flash Player and FMS 3.0.3 of the recorded conversation sign each other', () => {
    const [client, server] = [dump('fq/client_stream'), dump('fq/server_stream')];
    const c1 = findDigest(client.subarray(1, 1537), CLIENT_KEY.name, crypto)!;
    const s1 = findDigest(server.subarray(1, 1537), SERVER_KEY.name, crypto)!;
    expect([c1.scheme, s1.scheme]).toEqual([1, 0]);
    const [inS2, expectedInS2] = signatures(SERVER_KEY.full, c1.digest, server.subarray(1537, 3073));
    expect(inS2).toBe(expectedInS2);
    const [inC2, expectedInC2] = signatures(CLIENT_KEY.full, s1.digest, client.subarray(1537, 3073));
    expect(inC2).toBe(expectedInC2);
  });

  test('our answer to a real Flash Player is one that it accepts', () => {
    for (const { c0c1, analysis } of vectors) {
      const waiting = serverHandshake(crypto);
      if (waiting.state !== 'waiting') expect.unreachable();
      const forC1 = waiting.next(hex(c0c1).subarray(0, 1));
      if (forC1.state !== 'waiting') expect.unreachable();
      const answer = forC1.next(hex(c0c1).subarray(1)).output!;
      const s1 = findDigest(answer.subarray(1, 1537), SERVER_KEY.name, crypto);
      expect(s1?.scheme).toBe(analysis.c1.digest.scheme);
      const [inS2, expected] = signatures(SERVER_KEY.full, hex(analysis.c1.digest.hex), answer.subarray(1537));
      expect(inS2).toBe(expected);
    }
  });

  test('halves kept by Red5 carry no version, or no valid digest', () => {
    const c1 = dump('red5/RTMP-C0C1.dat');
    expect(findDigest(c1, CLIENT_KEY.name, crypto)).toBeUndefined();
    for (const file of ['red5/RTMP-S0S1S2-01.dat', 'red5/RTMP-S0S1S2-02.dat', 'red5/RTMP-C2.dat']) {
      expect(() => findDigest(dump(file), SERVER_KEY.name, crypto)).not.toThrow();
    }
  });

  test('a C0 and C1 of another server project is answered', () => {
    const bytes = dump('alxayo-golden/handshake_valid_c0c1.bin');
    const waiting = serverHandshake(crypto);
    if (waiting.state !== 'waiting') expect.unreachable();
    const forC1 = waiting.next(bytes.subarray(0, 1));
    if (forC1.state !== 'waiting') expect.unreachable();
    const { output } = forC1.next(bytes.subarray(1));
    expect(output).toHaveLength(3073);
    expect(toHex(output!.subarray(1537))).toBe(toHex(bytes.subarray(1)));
    expect(concat([bytes])).toHaveLength(1537);
  });
});
