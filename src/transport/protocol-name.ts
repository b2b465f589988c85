import type { PeerHandshake } from '../rtmp/handshake/handshake.js';

/** What is called otherwise when it carries RTMPE. In TLS it makes no difference. */
const ENCRYPTED: ReadonlyMap<string, string> = new Map([
  ['rtmp', 'rtmpe'],
  ['rtmpt', 'rtmpte'],
]);

/** The name of what carries a connection, as the access log and `disallowedProtocols` have it. */
export function protocolName(carrier: string, handshake: PeerHandshake | undefined): string {
  return (handshake?.encrypted === true ? ENCRYPTED.get(carrier) : undefined) ?? carrier;
}
