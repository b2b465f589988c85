import { concat } from '../../bytes/concat.js';
import { RtmpError } from '../rtmp-error.js';
import { BLOCK_SIZE } from './block-layout.js';
import type { DigestScheme } from './block-layout.js';
import { CLIENT_KEY, SERVER_KEY, createBlock, createDigestBlock, createResponse, findDigest } from './digest.js';
import type { DiffieHellman, HandshakeCrypto } from './handshake-crypto.js';
import { RTMPE_VERSION, RTMP_VERSION, verificationKeyOf, versionOf } from './handshake.js';
import type { HandshakeStep, PeerHandshake } from './handshake.js';
import { isWeakKey, makeCiphers, publicKeyOf, rc4Keys } from './key-exchange.js';

/** A Flash Player 9 that knows H.264, as ffmpeg and librtmp say too. */
const CLIENT_VERSION = [9, 0, 124, 2];
const PLAIN_VERSION = [0, 0, 0, 0];

/** `digest`: without it Flash Media Server sends no H.264 and AAC. `encrypted`: RTMPE. */
export type ClientOffer = 'plain' | 'digest' | 'encrypted';

/** The client's side; its first step already has C0 and C1 to send. */
export function clientHandshake(crypto: HandshakeCrypto, offer: ClientOffer): HandshakeStep {
  if (offer === 'encrypted') return encryptedHandshake(crypto);
  const c1 =
    offer === 'digest'
      ? createDigestBlock(CLIENT_VERSION, CLIENT_KEY.name, 0, crypto).block
      : createBlock(PLAIN_VERSION, crypto);
  return greet(RTMP_VERSION, c1, (s1) => {
    const found = offer === 'digest' ? findDigest(s1, SERVER_KEY.name, crypto) : undefined;
    if (found === undefined) return { output: s1, done: { peer: { version: versionOf(s1), scheme: 'plain' } } };
    return { output: createResponse(CLIENT_KEY.full, found.digest, crypto), done: { peer: peerOf(s1, found.scheme) } };
  });
}

/** RTMPE, with the scheme that librtmp and Flash Player take for it. */
function encryptedHandshake(crypto: HandshakeCrypto): HandshakeStep {
  const exchange: DiffieHellman = crypto.diffieHellman();
  const client = exchange.publicKey;
  const c1 = createDigestBlock(CLIENT_VERSION, CLIENT_KEY.name, 1, crypto, client).block;
  return greet(RTMPE_VERSION, c1, (s1) => {
    const found = findDigest(s1, SERVER_KEY.name, crypto);
    if (found === undefined) throw new RtmpError('invalid-handshake', 'S1 of RTMPE has no valid digest');
    const server = publicKeyOf(s1, found.scheme);
    if (isWeakKey(server)) throw new RtmpError('invalid-handshake', 'S1 of RTMPE has a weak public key');
    const keys = rc4Keys(exchange.secret(server), { client, server }, crypto);
    return {
      output: createResponse(CLIENT_KEY.full, found.digest, crypto),
      done: {
        peer: { ...peerOf(s1, found.scheme), encrypted: true },
        ciphers: makeCiphers(keys.toClient, keys.toServer),
      },
    };
  });
}

interface Answer {
  readonly output: Uint8Array;
  readonly done: Omit<Extract<HandshakeStep, { state: 'done' }>, 'state' | 'output'>;
}

/** C0 and C1; C2 as soon as S1 is known; S2 is awaited but not checked. */
function greet(c0: number, c1: Uint8Array, answerS1: (s1: Uint8Array) => Answer): HandshakeStep {
  const takeS1 = (s1: Uint8Array): HandshakeStep => {
    const { output, done } = answerS1(s1);
    return { state: 'waiting', output, expects: BLOCK_SIZE, next: () => ({ state: 'done', ...done }) };
  };
  return {
    state: 'waiting',
    output: concat([Uint8Array.of(c0), c1]),
    expects: 1,
    next: ([s0]) => {
      if (s0 !== c0) throw new RtmpError('unsupported-version', `S0 is ${s0}`);
      return { state: 'waiting', expects: BLOCK_SIZE, next: takeS1 };
    },
  };
}

function peerOf(s1: Uint8Array, scheme: DigestScheme): PeerHandshake {
  return { version: versionOf(s1), scheme: `digest ${scheme}`, verificationKey: verificationKeyOf(s1) };
}
