import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import { CLIENT_KEY, SERVER_KEY, findDigest } from '../../src/rtmp/handshake/digest.js';
import type { HandshakeCrypto } from '../../src/rtmp/handshake/handshake-crypto.js';
import { publicKeyOf, publicKeyOffset, rc4Keys } from '../../src/rtmp/handshake/key-exchange.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { hex, toHex } from '../support/hex.js';
import { nodeDiffieHellman, nodeHandshakeCrypto as crypto } from '../support/node-handshake-crypto.js';
import { readAll, sent } from '../support/rtmp-ends.js';
import { guidancePresent, VECTORS } from './guidance.js';

interface Session {
  readonly c0: number;
  readonly c1: string;
  readonly s0s1s2: string;
  readonly c2: string;
  readonly serverPrivateExponent: string;
  readonly sharedSecret: string;
  readonly rc4KeyServerToClient: string;
  readonly rc4KeyClientToServer: string;
  readonly dhOffsets: { readonly c1: number; readonly s1: number };
  readonly firstClientCiphertext: string;
  readonly firstClientPlaintext: string;
}

describe.skipIf(!guidancePresent)('a session of rtmpdump over RTMPE', () => {
  const session = guidancePresent
    ? (JSON.parse(readFileSync(`${VECTORS}/rtmpe-type6.json`, 'utf8')) as Session)
    : ({} as Session);

  test('the public keys, the secret and the keys of RC4', () => {
    const [c1, s1] = [hex(session.c1), hex(session.s0s1s2).subarray(1, 1537)];
    const schemes = [findDigest(c1, CLIENT_KEY.name, crypto)!.scheme, findDigest(s1, SERVER_KEY.name, crypto)!.scheme];
    expect(schemes).toEqual([1, 1]);
    expect([publicKeyOffset(c1, 1), publicKeyOffset(s1, 1)]).toEqual([session.dhOffsets.c1, session.dhOffsets.s1]);
    const exchange = nodeDiffieHellman(hex(session.serverPrivateExponent));
    const [client, server] = [publicKeyOf(c1, 1), publicKeyOf(s1, 1)];
    expect(toHex(exchange.publicKey)).toBe(toHex(server));
    const secret = exchange.secret(client);
    expect(toHex(secret)).toBe(session.sharedSecret);
    const keys = rc4Keys(secret, { client, server }, crypto);
    expect(toHex(keys.toClient)).toBe(session.rc4KeyServerToClient);
    expect(toHex(keys.toServer)).toBe(session.rc4KeyClientToServer);
  });

  test('a server with the recorded random numbers answers with the same key and S2, and understands the connect of rtmpdump', () => {
    const recorded = hex(session.s0s1s2);
    const [s1, s2] = [recorded.subarray(1, 1537), recorded.subarray(1537)];
    const random = [s1.subarray(8), s2.subarray(0, 1504)];
    const replayed: HandshakeCrypto = {
      ...crypto,
      randomBytes: () => random.shift()!,
      diffieHellman: () => nodeDiffieHellman(hex(session.serverPrivateExponent)),
    };
    const connection = new RtmpConnection({ role: 'server', crypto: replayed, admitsEncrypted: () => true });
    readAll(connection, [concat([Uint8Array.of(session.c0), hex(session.c1)])]);
    const output = sent(connection);
    expect(output[0]).toBe(session.c0);
    expect(publicKeyOf(output.subarray(1, 1537), 1)).toEqual(publicKeyOf(s1, 1));
    expect(toHex(output.subarray(1537))).toBe(toHex(s2));
    const messages = readAll(connection, [concat([hex(session.c2), hex(session.firstClientCiphertext)])]);
    expect(messages.map((message) => decodeCommand(message).name)).toEqual(['connect']);
    const payload = messages[0]!.payload;
    expect(toHex(payload.subarray(0, 100))).toBe(session.firstClientPlaintext.slice(24, 224));
  });
});
