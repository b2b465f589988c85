import type { ServerCertificate } from '../../src/net/tls-certificates.js';
import { selfSignedCertificate } from '../../src/net/self-signed-certificate.js';

/** A certificate for these names, valid now. */
export function testCertificate(...names: readonly string[]): ServerCertificate {
  const now = Date.now();
  return { names, ...selfSignedCertificate(names, now - 3_600_000, now + 86_400_000) };
}
