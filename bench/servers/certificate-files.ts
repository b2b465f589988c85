import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSignedCertificate } from '../../src/net/self-signed-certificate.js';

const DAY = 86_400_000;

/** Writes a certificate of `localhost` and its key, for one run. */
export function certificateFiles(folder: string): { certFile: string; keyFile: string } {
  const { certificate, key } = selfSignedCertificate(['localhost'], Date.now() - DAY, Date.now() + DAY);
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(files.certFile, certificate);
  writeFileSync(files.keyFile, key, { mode: 0o600 });
  return files;
}
