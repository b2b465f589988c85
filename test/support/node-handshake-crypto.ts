import { createDiffieHellman, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';
import type { DiffieHellman as NodeDiffieHellman } from 'node:crypto';
import { allHandshakes } from '../../src/rtmp/handshake/all-handshakes.js';
import type { DiffieHellman, HandshakeCrypto } from '../../src/rtmp/handshake/handshake-crypto.js';

/** The handshake's cryptography by Node.js. */
export const nodeHandshakeCrypto: HandshakeCrypto = {
  randomBytes: (size) => new Uint8Array(randomBytes(size)),
  hmacSha256: (key, data) => new Uint8Array(createHmac('sha256', key).update(data).digest()),
  diffieHellman: () => nodeDiffieHellman(),
  handshakes: allHandshakes,
};

/** One for all: making it checks the prime, which takes a tenth of a second. */
const group = createDiffieHellman(getDiffieHellman('modp2').getPrime(), 2);

/** A key pair of the Second Oakley Group, with the private key if one is given. */
export function nodeDiffieHellman(privateKey?: Uint8Array): DiffieHellman {
  const key = privateKey ?? randomBytes(128);
  const exchange = (): NodeDiffieHellman => {
    group.setPrivateKey(key);
    return group;
  };
  const padded = (number: Uint8Array) => Uint8Array.of(...new Uint8Array(128 - number.length), ...number);
  return {
    publicKey: padded(exchange().generateKeys()),
    secret: (peerKey) => padded(exchange().computeSecret(peerKey)),
  };
}
