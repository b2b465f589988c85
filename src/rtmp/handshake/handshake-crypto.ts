/** What the handshake needs of a cryptographic library; the process gives it Node's, a browser its own. */
export interface HandshakeCrypto {
  /** `size` unpredictable bytes. */
  randomBytes(size: number): Uint8Array;
  /** HMAC-SHA256 of `data`, 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** A new key pair of the Second Oakley Group (RFC 2409, section 6.2), for RTMPE. */
  diffieHellman(): DiffieHellman;
}

/** Our half of a key exchange. All numbers are 128 bytes, big-endian, with zeros in front. */
export interface DiffieHellman {
  readonly publicKey: Uint8Array;
  /** The secret shared with the owner of `peerKey`, which `isWeakKey` has let pass. */
  secret(peerKey: Uint8Array): Uint8Array;
}
