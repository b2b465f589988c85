import type { AddressAuthor } from '../net/outgoing-addresses.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';

/** One target, as it is configured. */
export interface ConfiguredTarget {
  readonly instance: string;
  readonly enabled: boolean;
  readonly stream: string;
  readonly url: string;
  /** Empty: as it is called here. */
  readonly name: string;
}

export interface ConfiguredSource extends ConfiguredTarget {
  readonly onDemand: boolean;
}

/** What an application has configured. */
export interface RestreamSettings {
  readonly targets: readonly ConfiguredTarget[];
  readonly sources: readonly ConfiguredSource[];
  /** Milliseconds for which a source is taken that nobody plays any more. */
  readonly linger: number;
  readonly allow: readonly string[];
  /** Empty for the usual certificates. */
  readonly caFile: string;
}

/** How other servers are connected to: what is wanted of addresses depends on who wrote them. */
export type RestreamConnections = (
  author: AddressAuthor,
  settings: Pick<RestreamSettings, 'allow' | 'caFile'>,
) => OutgoingMeans;
