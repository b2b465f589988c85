import type { RestreamRun } from '../application/restream-control.js';
import type { Logger } from '../log/logger.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import type { Clock } from '../time/clock.js';

/** One stream on its way to another server, or from there. */
export interface RestreamWay {
  readonly run: RestreamRun;
  start(): void;
  /** Ends it for good. */
  stop(): void;
  /** If it waits to be tried again: now. */
  retry(): void;
}

/** What a way is made with. */
export interface WayMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly connections: OutgoingMeans;
  /** The id of this server, by which it knows a stream again that went round in a circle. */
  readonly serverId: string;
}

/**
 * What connect says of the servers on the way, so that each can tell whether it leads in a circle: as edges do.
 *
 * @param via those before this one
 */
export function wayFields(via: readonly string[] | undefined, serverId: string): { readonly edgeVia: string } {
  return { edgeVia: [...(via ?? []), serverId].join(' ') };
}

/** Milliseconds in which the other server must have let us publish. */
export const ANSWER_TIMEOUT = 15_000;
