import type { SharedObjectSnapshot } from '../sharedobject/shared-object-snapshot.js';
import { sharedObjectSnapshot } from '../sharedobject/shared-object-snapshot.js';
import type { LiveStreamSnapshot } from '../stream/live-stream-snapshot.js';
import { liveStreamSnapshot } from '../stream/live-stream-snapshot.js';
import type { Adaptor } from './adaptor.js';
import type { ApplicationInstance } from './application-instance.js';
import type { ApplicationTotalsSnapshot } from './application-totals.js';
import type { PlaylistSnapshot } from './playlist-snapshot.js';

export interface InstanceSnapshot {
  readonly name: string;
  readonly clients: number;
  /** Streams of clients that play recorded media. */
  readonly recordedPlays: number;
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
  const { name, clients, recordedPlays, streams, playlists, sharedObjects } = instance;
  return {
    name,
    clients: clients.size,
    recordedPlays,
    streams: [...streams.all()].map((stream) => liveStreamSnapshot(stream, now)),
    playlists: playlists.snapshots,
    sharedObjects: [...sharedObjects.objects.all()].map(sharedObjectSnapshot),
  };
}
