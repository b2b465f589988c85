import { RtmpError } from '../rtmp-error.js';
import type { DigestScheme } from './block-layout.js';
import { CLIENT_KEY, SERVER_KEY, createDigestBlock, createResponse, findDigest } from './digest.js';
import type { ClientOffer, DiffieHellman, HandshakeCrypto } from './handshake-crypto.js';
import { RTMPE_VERSION, RTMP_VERSION, verificationKeyOf, versionOf } from './handshake.js';
import type { HandshakeStep, PeerHandshake } from './handshake.js';
import { isWeakKey, makeCiphers, publicKeyOf, rc4Keys } from './key-exchange.js';
import { greet, plainHandshake } from './plain-handshake.js';

/** A Flash Player 9 that knows H.264, as ffmpeg and librtmp say too. */
const CLIENT_VERSION = [9, 0, 124, 2];

/** The client's side; its first step already has C0 and C1 to send. */
export function clientHandshake(crypto: HandshakeCrypto, offer: ClientOffer): HandshakeStep {
  if (offer === 'encrypted') return encryptedHandshake(crypto);
  if (offer === 'plain') return plainHandshake(crypto);
  const c1 = createDigestBlock(CLIENT_VERSION, CLIENT_KEY.name, 0, crypto).block;
  return greet(RTMP_VERSION, c1, (s1) => {
    const found = findDigest(s1, SERVER_KEY.name, crypto);
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

function peerOf(s1: Uint8Array, scheme: DigestScheme): PeerHandshake {
  return { version: versionOf(s1), scheme: `digest ${scheme}`, verificationKey: verificationKeyOf(s1) };
}
