import type { LiveStreamSnapshot } from '../stream/live-stream-snapshot.js';
import { liveStreamSnapshot } from '../stream/live-stream-snapshot.js';
import type { Adaptor } from './adaptor.js';
import type { ApplicationInstance } from './application-instance.js';
import type { Client, ClientFacts } from './client.js';

export interface ClientSnapshot extends ClientFacts {
  readonly id: string;
  /** Bytes received from it and sent to it. */
  readonly traffic: { readonly received: number; readonly sent: number };
  /** Milliseconds since it last sent, or was sent, media or a command. */
  readonly idle: number;
}

export interface InstanceSnapshot {
  readonly name: string;
  readonly clients: readonly ClientSnapshot[];
  readonly streams: readonly LiveStreamSnapshot[];
}

export interface ApplicationSnapshot {
  readonly name: string;
  readonly instances: readonly InstanceSnapshot[];
}

export interface VirtualHostSnapshot {
  readonly name: string;
  readonly applications: readonly ApplicationSnapshot[];
}

export interface AdaptorSnapshot {
  readonly name: string;
  readonly virtualHosts: readonly VirtualHostSnapshot[];
}

/** Everything that runs behind an adaptor, as plain values that nobody changes any more. */
export function adaptorSnapshot({ name, virtualHosts }: Adaptor, now: number): AdaptorSnapshot {
  return {
    name,
    virtualHosts: virtualHosts.map((host) => ({
      name: host.name,
      applications: [...host.applications.values()].map((application) => ({
        name: application.name,
        instances: [...application.instances.values()].map((instance) => instanceSnapshot(instance, now)),
      })),
    })),
  };
}

function instanceSnapshot({ name, clients, streams }: ApplicationInstance, now: number): InstanceSnapshot {
  return {
    name,
    clients: [...clients.values()].map((client) => clientSnapshot(client, now)),
    streams: [...streams.all()].map((stream) => liveStreamSnapshot(stream, now)),
  };
}

function clientSnapshot({ id, facts, connection }: Client, now: number): ClientSnapshot {
  const { traffic, activeAt } = connection;
  return { id, ...facts, traffic: { ...traffic }, idle: Math.max(0, Math.round(now - activeAt)) };
}
