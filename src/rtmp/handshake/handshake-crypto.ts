/** What the handshake needs of a cryptographic library; the process gives it Node's, a browser its own. */
export interface HandshakeCrypto {
  /** `size` unpredictable bytes. */
  randomBytes(size: number): Uint8Array;
  /** HMAC-SHA256 of `data`, 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
}
