import { concat } from '../../bytes/concat.js';
import { RtmpError } from '../rtmp-error.js';
import { CLIENT_KEY, SERVER_KEY, createBlock, createDigestBlock, createResponse, findDigest } from './digest.js';
import type { HandshakeCrypto } from './handshake-crypto.js';
import { BLOCK_SIZE, RTMP_VERSION, versionOf } from './handshake.js';
import type { HandshakeStep, PeerHandshake } from './handshake.js';

/** A Flash Player 9 that knows H.264, as ffmpeg and librtmp say too. */
const CLIENT_VERSION = [9, 0, 124, 2];
const PLAIN_VERSION = [0, 0, 0, 0];

/** The client's side; its first step already has C0 and C1 to send. */
export function clientHandshake(crypto: HandshakeCrypto, offerDigest: boolean): HandshakeStep {
  const c1 = offerDigest
    ? createDigestBlock(CLIENT_VERSION, CLIENT_KEY.name, 0, crypto).block
    : createBlock(PLAIN_VERSION, crypto);
  return {
    state: 'waiting',
    output: concat([Uint8Array.of(RTMP_VERSION), c1]),
    expects: 1,
    next: (s0) => {
      if (s0[0] !== RTMP_VERSION) throw new RtmpError('unsupported-version', `S0 is ${s0[0]}`);
      return { state: 'waiting', expects: BLOCK_SIZE, next: (s1) => answerS1(s1, crypto, offerDigest) };
    },
  };
}

/** C2 as soon as S1 is known; S2 is awaited but not checked. */
function answerS1(s1: Uint8Array, crypto: HandshakeCrypto, offerDigest: boolean): HandshakeStep {
  const found = offerDigest ? findDigest(s1, SERVER_KEY.name, crypto) : undefined;
  const peer: PeerHandshake = { version: versionOf(s1), scheme: found ? `digest ${found.scheme}` : 'plain' };
  return {
    state: 'waiting',
    output: found ? createResponse(CLIENT_KEY.full, found.digest, crypto) : s1,
    expects: BLOCK_SIZE,
    next: () => ({ state: 'done', peer }),
  };
}
