import { z } from 'zod';
import { parseHostPort } from './host-port.js';
import { duration, keyFacts, list, section } from './key-types.js';
import { optionalPath } from './optional-path.js';

const listen = z
  .string()
  .max(1000)
  .refine((written) => /^unix:\/./.test(written) || parseHostPort(written) !== undefined)
  .register(keyFacts, {
    noun: 'a Unix socket or an address with its port',
    mend: 'write "unix:/run/afterglow/link.sock" or ":1945"',
    format: String,
  });

/** `link` of the server. */
export const linkSection = section(
  'Links between Afterglow servers, by which an edge speaks to its origin; on the ports of RTMP. See docs/link.md.',
  {
    secretFile: optionalPath(
      'a file',
      '/etc/afterglow/link.secret',
      'A file with the secret, of at least 16 characters, that servers must share to be linked. If empty, other servers come in by listen only.',
    ),
    listen: list(
      listen,
      [],
      'Unix sockets and addresses with ports',
      'Where servers are let in besides, that need no secret: "unix:/path" for those of the same user on this machine, "host:port" for ' +
        'those that show a certificate of caFile, over TLS.',
    ),
    certFile: optionalPath(
      'a file',
      '/etc/afterglow/link.crt',
      'The certificate (PEM) that this server shows to other servers: at the ports of listen, and to origins behind links://.',
    ),
    keyFile: optionalPath('a file', '/etc/afterglow/link.key', 'Its key (PEM, not encrypted).'),
    caFile: optionalPath(
      'a file',
      '/etc/afterglow/ca.pem',
      'A file with the certificates (PEM) that origins behind links:// and rtmps:// are trusted by, instead of the usual ones, and servers ' +
        'that come in by a port of listen: an authority of your own.',
    ),
    pingPeriod: duration(
      { default: '500ms', min: '100ms', max: '1m' },
      'How often the other server is asked for a sign of life.',
    ),
    failover: duration(
      { default: '1500ms', min: '200ms', max: '10m' },
      'Time without any sign after which an origin is given up that has another one behind it in its route: the clients go there. One that ' +
        'took long to answer lately is given four times as long, up to silence.',
    ),
    silence: duration(
      { default: '8s', min: '500ms', max: '10m' },
      'Time without any sign after which any other server is given up.',
    ),
  },
);
