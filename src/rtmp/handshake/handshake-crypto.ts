import type { HandshakeStep } from './handshake.js';

/** What handshakes need of a cryptographic library, the process gives them Node's, a browser its own; and which there are. */
export interface HandshakeCrypto {
  /** `size` unpredictable bytes. */
  randomBytes(size: number): Uint8Array;
  /** HMAC-SHA256 of `data`, 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** A new key pair of the Second Oakley Group (RFC 2409, section 6.2), for RTMPE. */
  diffieHellman(): DiffieHellman;
  /** Those that are spoken here. A browser speaks the plain one, and does not load the others. */
  readonly handshakes: Handshakes;
}

/** How connections begin. */
export interface Handshakes {
  /** The first step already has C0 and C1 to send. */
  client(crypto: HandshakeCrypto, offer: ClientOffer): HandshakeStep;
  /** @param admitsEncrypted asked before each key exchange of RTMPE; undefined where RTMPE is not spoken */
  server(crypto: HandshakeCrypto, admitsEncrypted?: () => boolean): HandshakeStep;
}

/** `digest`: without it Flash Media Server sends no H.264 and AAC. `encrypted`: RTMPE. */
export type ClientOffer = 'plain' | 'digest' | 'encrypted';

/** Our half of a key exchange. All numbers are 128 bytes, big-endian, with zeros in front. */
export interface DiffieHellman {
  readonly publicKey: Uint8Array;
  /** The secret shared with the owner of `peerKey`, which `isWeakKey` has let pass. */
  secret(peerKey: Uint8Array): Uint8Array;
}
