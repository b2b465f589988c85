import { concat } from '../../bytes/concat.js';
import { RtmpError } from '../rtmp-error.js';
import { BLOCK_SIZE } from './block-layout.js';
import { CLIENT_KEY, SERVER_KEY, createDigestBlock, createResponse, findDigest } from './digest.js';
import type { HandshakeCrypto } from './handshake-crypto.js';
import { RTMPE_VERSION, RTMPE_XTEA_VERSION, RTMP_VERSION, verificationKeyOf, versionOf } from './handshake.js';
import type { HandshakeStep, PeerHandshake } from './handshake.js';
import { isWeakKey, makeCiphers, publicKeyOf, rc4Keys } from './key-exchange.js';
import { PLAIN_VERSION, createBlock } from './plain-handshake.js';

/** What Flash Media Server 4.5 sends; anything but zeros tells the client that S1 carries a digest. */
const SERVER_VERSION = [4, 5, 0, 1];

/**
 * The server's side. A C0 that it does not speak is refused before a single byte is sent.
 *
 * @param admitsEncrypted asked before each key exchange of RTMPE, which costs some processor time; undefined where RTMPE
 *   is not spoken
 */
export function serverHandshake(crypto: HandshakeCrypto, admitsEncrypted?: () => boolean): HandshakeStep {
  return {
    state: 'waiting',
    expects: 1,
    next: ([c0]) => {
      const forC1 = (next: (c1: Uint8Array) => HandshakeStep) =>
        ({ state: 'waiting', expects: BLOCK_SIZE, next }) as const;
      if (c0 === RTMP_VERSION) return forC1((c1) => answerC1(c1, crypto));
      const isEncrypted = c0 === RTMPE_VERSION || c0 === RTMPE_XTEA_VERSION;
      if (!isEncrypted) throw new RtmpError('unsupported-version', `C0 is ${c0}`);
      if (admitsEncrypted === undefined) throw new RtmpError('unsupported-version', `C0 is ${c0}: RTMPE is off`);
      return forC1((c1) => answerEncryptedC1(c0, c1, crypto, admitsEncrypted));
    },
  };
}

/** S0, S1 and S2 at once, as Flash Media Server does; C2 is not checked, because encoders send anything in it. */
function answerC1(c1: Uint8Array, crypto: HandshakeCrypto): HandshakeStep {
  const found = findDigest(c1, CLIENT_KEY.name, crypto);
  const version = versionOf(c1);
  if (found === undefined) {
    // The whole of C1 comes back, although its bytes 4 to 7 should be our time: librtmp compares all of it.
    return answer(RTMP_VERSION, createBlock(PLAIN_VERSION, crypto), c1, { version, scheme: 'plain' });
  }
  const s1 = createDigestBlock(SERVER_VERSION, SERVER_KEY.name, found.scheme, crypto).block;
  const s2 = createResponse(SERVER_KEY.full, found.digest, crypto);
  const verificationKey = verificationKeyOf(s1);
  return answer(RTMP_VERSION, s1, s2, { version, scheme: `digest ${found.scheme}`, verificationKey });
}

/** The same with a key exchange, and an S0 as C0. What it costs to refuse a bad C1 is two digests. */
function answerEncryptedC1(
  c0: number,
  c1: Uint8Array,
  crypto: HandshakeCrypto,
  admitsEncrypted: () => boolean,
): HandshakeStep {
  const found = findDigest(c1, CLIENT_KEY.name, crypto);
  if (found === undefined) throw new RtmpError('invalid-handshake', 'C1 of RTMPE has no valid digest');
  const client = publicKeyOf(c1, found.scheme);
  if (isWeakKey(client)) throw new RtmpError('invalid-handshake', 'C1 of RTMPE has a weak public key');
  if (!admitsEncrypted())
    throw new RtmpError('too-many-handshakes', 'more key exchanges than rtmpe.maxHandshakesPerSecond');
  const exchange = crypto.diffieHellman();
  const server = exchange.publicKey;
  const s1 = createDigestBlock(SERVER_VERSION, SERVER_KEY.name, found.scheme, crypto, server).block;
  const s2 = createResponse(SERVER_KEY.full, found.digest, crypto, c0 === RTMPE_XTEA_VERSION);
  const keys = rc4Keys(exchange.secret(client), { client, server }, crypto);
  const peer: PeerHandshake = {
    version: versionOf(c1),
    scheme: `digest ${found.scheme}`,
    encrypted: true,
    verificationKey: verificationKeyOf(s1),
  };
  return answer(c0, s1, s2, peer, () => makeCiphers(keys.toServer, keys.toClient));
}

function answer(
  s0: number,
  s1: Uint8Array,
  s2: Uint8Array,
  peer: PeerHandshake,
  ciphers?: () => ReturnType<typeof makeCiphers>,
): HandshakeStep {
  return {
    state: 'waiting',
    output: concat([Uint8Array.of(s0), s1, s2]),
    expects: BLOCK_SIZE,
    next: () => ({ state: 'done', peer, ...(ciphers && { ciphers: ciphers() }) }),
  };
}
