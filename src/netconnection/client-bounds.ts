import type { ApplicationInstance } from '../application/application-instance.js';
import type { BandwidthLimit } from '../application/client.js';
import { IngestGate } from './ingest-gate.js';
import { OutgoingCap } from './outgoing-cap.js';

/** What a client may send and be sent. */
export interface ClientBounds {
  readonly ingest: IngestGate;
  /** Undefined if nothing bounds what it is sent. */
  readonly outgoing: OutgoingCap | undefined;
}

/**
 * The bounds of a client of `instance` from `now` on.
 *
 * @param limit as the application has set it for this client; undefined for what is configured
 * @param sent bytes that it was sent so far
 */
export function clientBounds(
  { bandwidth, clientOptions, ingestOptions }: ApplicationInstance,
  limit: BandwidthLimit | undefined,
  sent: number,
  now: number,
): ClientBounds {
  const { clientToServer, serverToClient } = limit ?? clientOptions.bandwidthCap;
  const bytesPerSecond = Math.min(ingestOptions.bytesPerSecond, clientToServer);
  const isBounded = serverToClient !== Infinity || bandwidth.isCapped('serverToClient');
  return {
    ingest: new IngestGate({ ...ingestOptions, bytesPerSecond }, now, bandwidth),
    outgoing: isBounded ? new OutgoingCap(serverToClient, bandwidth, sent, now) : undefined,
  };
}

/** The limit that an application sets for a client, within what is configured. */
export function cappedLimit({ clientOptions }: ApplicationInstance, limit: BandwidthLimit): BandwidthLimit {
  const { serverToClient, clientToServer } = clientOptions.bandwidthCap;
  return {
    serverToClient: Math.min(limit.serverToClient, serverToClient),
    clientToServer: Math.min(limit.clientToServer, clientToServer),
  };
}
