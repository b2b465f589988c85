import type { SharedObjectSnapshot } from '../sharedobject/shared-object-snapshot.js';
import { sharedObjectSnapshot } from '../sharedobject/shared-object-snapshot.js';
import type { LiveStreamSnapshot } from '../stream/live-stream-snapshot.js';
import { liveStreamSnapshot } from '../stream/live-stream-snapshot.js';
import type { Adaptor } from './adaptor.js';
import type { ApplicationInstance } from './application-instance.js';
import type { ApplicationTotalsSnapshot } from './application-totals.js';
import type { Client, ClientFacts, RecordedPlaySnapshot } from './client.js';
import type { PlaylistSnapshot } from './playlist-snapshot.js';
import { printable } from './safe-name.js';
import { shownAddress } from './shown-address.js';

/** A client, without what it may have been let in by: no query of any address, no key. */
export interface ClientSnapshot extends Omit<ClientFacts, 'query'> {
  readonly id: string;
  /** Recorded media that it plays. */
  readonly recordedPlays: readonly RecordedPlaySnapshot[];
  /** Bytes received from it and sent to it. */
  readonly traffic: { readonly received: number; readonly sent: number };
  /** Milliseconds since it last sent, or was sent, media or a command. */
  readonly idle: number;
}

export interface InstanceSnapshot {
  readonly name: string;
  readonly clients: readonly ClientSnapshot[];
  readonly streams: readonly LiveStreamSnapshot[];
  readonly sharedObjects: readonly SharedObjectSnapshot[];
  /** Those that play, or wait for their time. */
  readonly playlists: readonly PlaylistSnapshot[];
}

export interface ApplicationSnapshot {
  readonly name: string;
  readonly totals: ApplicationTotalsSnapshot;
  /** Those that run; none if nobody has used the application for a while. */
  readonly instances: readonly InstanceSnapshot[];
}

export interface VirtualHostSnapshot {
  readonly name: string;
  /** Those that have been used since the server runs, in the order in which they were first. */
  readonly applications: readonly ApplicationSnapshot[];
}

export interface AdaptorSnapshot {
  readonly name: string;
  /** There can be two of a name: one that is not configured any more and not yet empty, and its successor. */
  readonly virtualHosts: readonly VirtualHostSnapshot[];
}

/** Everything that runs behind an adaptor, as plain values that nobody changes any more. */
export function adaptorSnapshot({ name, allVirtualHosts }: Adaptor, now: number): AdaptorSnapshot {
  return {
    name,
    virtualHosts: allVirtualHosts.map((host) => ({
      name: host.name,
      applications: [...host.totals].map(([application, totals]) => ({
        name: application,
        totals: totals.snapshot,
        instances: [...(host.applications.get(application)?.instances.values() ?? [])].map((instance) =>
          instanceSnapshot(instance, now),
        ),
      })),
    })),
  };
}

function instanceSnapshot(instance: ApplicationInstance, now: number): InstanceSnapshot {
  const { name, clients, streams, playlists, sharedObjects } = instance;
  return {
    name,
    clients: [...clients.values()].map((client) => clientSnapshot(client, now)),
    streams: [...streams.all()].map((stream) => liveStreamSnapshot(stream, now)),
    playlists: playlists.snapshots,
    sharedObjects: [...sharedObjects.objects.all()].map(sharedObjectSnapshot),
  };
}

function clientSnapshot({ id, facts, connection }: Client, now: number): ClientSnapshot {
  const { traffic, activeAt, recordedPlays } = connection;
  return {
    ...shownFacts(facts),
    id,
    recordedPlays,
    traffic: { received: traffic.received, sent: traffic.sent },
    idle: Math.max(0, Math.round(now - activeAt)),
  };
}

/** Facts never change: they are made fit to be shown once, however often somebody looks. */
const shown = new WeakMap<ClientFacts, Omit<ClientFacts, 'query'>>();

function shownFacts(facts: ClientFacts): Omit<ClientFacts, 'query'> {
  const known = shown.get(facts);
  if (known !== undefined) return known;
  const { query: _query, ...rest } = facts;
  const made = {
    ...rest,
    agent: printable(facts.agent),
    referrer: shownAddress(facts.referrer),
    pageUrl: shownAddress(facts.pageUrl),
    uri: shownAddress(facts.uri),
  };
  shown.set(facts, made);
  return made;
}
