import { concat } from '../../bytes/concat.js';
import { RtmpError } from '../rtmp-error.js';
import { CLIENT_KEY, SERVER_KEY, createBlock, createDigestBlock, createResponse, findDigest } from './digest.js';
import type { HandshakeCrypto } from './handshake-crypto.js';
import { BLOCK_SIZE, RTMP_VERSION, versionOf } from './handshake.js';
import type { HandshakeStep, PeerHandshake } from './handshake.js';

/** What Flash Media Server 4.5 sends; anything but zeros tells the client that S1 carries a digest. */
const SERVER_VERSION = [4, 5, 0, 1];
const PLAIN_VERSION = [0, 0, 0, 0];

/** The server's side. A C0 that it does not speak is refused before a single byte is sent. */
export function serverHandshake(crypto: HandshakeCrypto): HandshakeStep {
  return {
    state: 'waiting',
    expects: 1,
    next: (c0) => {
      if (c0[0] !== RTMP_VERSION) throw new RtmpError('unsupported-version', `C0 is ${c0[0]}`);
      return { state: 'waiting', expects: BLOCK_SIZE, next: (c1) => answerC1(c1, crypto) };
    },
  };
}

/** S0, S1 and S2 at once, as Flash Media Server does; C2 is not checked, because encoders send anything in it. */
function answerC1(c1: Uint8Array, crypto: HandshakeCrypto): HandshakeStep {
  const found = findDigest(c1, CLIENT_KEY.name, crypto);
  const peer: PeerHandshake = { version: versionOf(c1), scheme: found ? `digest ${found.scheme}` : 'plain' };
  const s0 = Uint8Array.of(RTMP_VERSION);
  let s1: Uint8Array;
  let s2: Uint8Array;
  if (found) {
    s1 = createDigestBlock(SERVER_VERSION, SERVER_KEY.name, found.scheme, crypto).block;
    s2 = createResponse(SERVER_KEY.full, found.digest, crypto);
  } else {
    s1 = createBlock(PLAIN_VERSION, crypto);
    // The whole of C1, although its bytes 4 to 7 should be our time: librtmp compares all of it.
    s2 = c1;
  }
  return {
    state: 'waiting',
    output: concat([s0, s1, s2]),
    expects: BLOCK_SIZE,
    next: () => ({ state: 'done', peer }),
  };
}
