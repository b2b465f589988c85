import { z } from 'zod';
import { isHostName } from './host-name.js';
import { keyFacts, list, section } from './key-types.js';

/** `tls` of an adaptor. */
export const tlsSection = section(
  'TLS, of 1.2 and later: RTMPS and HTTPS. Every port takes it besides what comes in the clear. HTTP of server.yaml has the ' +
    'certificates of _defaultRoot_.',
  {
    certificates: list(
      certificate(),
      [],
      'certificates such as {certFile: tls/cert.pem, keyFile: tls/key.pem}',
      'What is shown to clients: for the name they ask for, or the first. Empty: there is no TLS. The files are read again when they ' +
        'change; if that goes wrong, the old ones stay. "afterglow tls self-signed" makes a certificate to try it with.',
    ),
  },
);

function certificate() {
  const file = (what: string, example: string) =>
    z
      .string()
      .min(1)
      .meta({ description: what })
      .register(keyFacts, { noun: 'a file', mend: `write a path such as ${example}`, format: String });
  const name = z
    .string()
    .refine((written) => isHostName(written.replace(/^\*\./, '')))
    .register(keyFacts, { noun: 'a host name', mend: "write media.example.com or '*.example.com'", format: String });
  return z
    .strictObject({
      certFile: file(
        'The certificate and those that lead from it to a known authority, PEM; relative to where the server was started.',
        'tls/cert.pem',
      ),
      keyFile: file(
        'The key of it, PEM and not encrypted. Only the user of the server should be able to read it.',
        'tls/key.pem',
      ),
      names: list(name, [], 'host names', 'The names that it is shown for. Empty: those that are in it.'),
    })
    .register(keyFacts, {
      noun: 'a certificate with its key',
      mend: 'write {certFile: tls/cert.pem, keyFile: tls/key.pem}',
      format: (written: object) => JSON.stringify(written),
    });
}
