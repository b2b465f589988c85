import { LINK_MAGIC } from '../link/link-greeting.js';

/**
 * What a connection speaks: `rtmp` with encryption of its own or without, `tls` has another protocol inside, `link` is
 * another Afterglow server.
 */
export type SpokenProtocol = 'rtmp' | 'tls' | 'http' | 'link';

/** C0: the version of RTMP (RTMP 1.0, section 5.2.2), and those of RTMPE, which the handshake takes or refuses. */
const RTMP_VERSIONS: readonly number[] = [0x03, 0x06, 0x08, 0x09];
/** A TLS record that holds a handshake, and the major version of SSL 3.0 and of every TLS (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR = 0x03;
/** Methods that begin a request (RFC 9110, section 9.3; PATCH of RFC 5789), with the space that follows them. */
const METHODS = ['GET ', 'POST ', 'HEAD ', 'OPTIONS ', 'PUT ', 'DELETE ', 'PATCH '];

/**
 * Tells by its first bytes what a connection speaks.
 *
 * @returns `incomplete` while more bytes could make it one of these, `unknown` if nothing can
 */
export function spokenProtocol(bytes: Uint8Array): SpokenProtocol | 'incomplete' | 'unknown' {
  const [first, second] = bytes;
  if (first === undefined) return 'incomplete';
  if (RTMP_VERSIONS.includes(first)) return 'rtmp';
  if (first === TLS_HANDSHAKE) {
    if (second === undefined) return 'incomplete';
    return second === TLS_MAJOR ? 'tls' : 'unknown';
  }
  if (first === LINK_MAGIC[0]) return 'link';
  const text = String.fromCharCode(...bytes.subarray(0, 'OPTIONS '.length));
  if (METHODS.some((method) => text.startsWith(method))) return 'http';
  return METHODS.some((method) => method.startsWith(text)) ? 'incomplete' : 'unknown';
}
