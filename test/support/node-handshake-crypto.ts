import { createHmac, randomBytes } from 'node:crypto';
import type { HandshakeCrypto } from '../../src/rtmp/handshake/handshake-crypto.js';

/** The handshake's cryptography by Node.js. */
export const nodeHandshakeCrypto: HandshakeCrypto = {
  randomBytes: (size) => new Uint8Array(randomBytes(size)),
  hmacSha256: (key, data) => new Uint8Array(createHmac('sha256', key).update(data).digest()),
};
