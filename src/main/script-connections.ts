import { ScriptDialer } from '../net/script-dialer.js';
import type { Logger } from '../log/logger.js';
import { defaultOutgoingOptions } from '../netconnection/client/outgoing-options.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import type { Clock } from '../time/clock.js';
import { RtmpConnector } from '../transport/rtmp-connector.js';
import type { RtmpTransportOptions } from '../transport/rtmp-transport-options.js';

/** How scripts that may connect to those private addresses connect to other servers. */
export type ScriptConnections = (allow: readonly string[], logger: Logger) => OutgoingMeans;

/**
 * Connections by TCP and TLS.
 *
 * @param ownPorts where this server speaks RTMP, now
 */
export function scriptConnections(
  clock: Clock,
  crypto: HandshakeCrypto,
  options: RtmpTransportOptions,
  ownPorts: () => readonly number[],
): ScriptConnections {
  return (allow, logger) => {
    const dialer = new ScriptDialer(allow, ownPorts);
    const connector = new RtmpConnector({ clock, crypto, options, logger, dialer });
    return { connector, clock, logger, options: defaultOutgoingOptions };
  };
}
