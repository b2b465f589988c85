import { duration, section } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** `link` of the server. */
export const linkSection = section(
  'Links between Afterglow servers, by which an edge speaks to its origin; on the ports of RTMP. See docs/link.md.',
  {
    secretFile: optionalPath(
      'a file',
      '/etc/afterglow/link.secret',
      'A file with the secret, of at least 16 characters, that servers must share to be linked. If empty no server may link to this one.',
    ),
    caFile: optionalPath(
      'a file',
      '/etc/afterglow/ca.pem',
      'A file with the certificates (PEM) that origins behind links:// and rtmps:// are trusted by, instead of the usual ones.',
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
