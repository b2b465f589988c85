import type { Adaptor, Sample, Server } from '../../admin/api/schema/server.js';
import type { ServerPages } from '../../admin/server-pages.js';
import type { Application } from '../../admin/api/schema/applications.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { ClientPages } from './client-pages.js';
import { InstancePages } from './instance-pages.js';
import { hostsOf, instancesOf } from './live-places.js';
import { ObjectPages } from './object-pages.js';
import type { Presence } from './presence.js';
import { StreamPages } from './stream-pages.js';

/** What the administration sees of a running server, part by part. */
export function livePages(
  server: AfterglowServer,
  presence: Presence,
  scriptOf: (folder: string, application: string) => Application['script'],
  clock: Clock,
): ServerPages {
  const clients = new ClientPages(server, presence, clock);
  const streams = new StreamPages(server, clock);
  const instances = new InstancePages(server, presence, scriptOf, clock);
  const objects = new ObjectPages(server);
  return {
    adaptors: () => adaptors(server),
    virtualHosts: () => instances.virtualHosts(),
    applications: (question) => instances.applications(question),
    instances: (question) => instances.instances(question),
    instance: (place) => instances.instance(place),
    clients: (question) => clients.clients(question),
    client: (id) => clients.client(id),
    streams: (question) => streams.streams(question),
    stream: (place, name) => streams.stream(place, name),
    players: (place, name, question) => streams.players(place, name, question),
    ailing: (question) => streams.ailing(question),
    sharedObjects: (question) => objects.sharedObjects(question),
    sharedObject: (place) => objects.sharedObject(place),
    playlists: (question) => instances.playlists(question),
    counts: () => counts(server, presence),
    requests: () => requests(server, presence),
    traffic: () => traffic(server),
  };
}

function adaptors(server: AfterglowServer): Adaptor[] {
  const configured = new Map(server.configuration.adaptors.map((adaptor) => [adaptor.name, adaptor]));
  return server.adaptors.map(({ adaptor, addresses, limits }) => ({
    name: adaptor.name,
    listeners: addresses.map(({ host, port, secure = false }) => ({ host, port, secure })),
    connections: { open: limits.connections, ...limits.counts },
    certificates: (configured.get(adaptor.name)?.certificates ?? []).map(({ certFile: file, names, expires }) => ({
      file,
      names: [...names],
      expires,
    })),
    virtualHosts: adaptor.virtualHosts.map(({ name }) => name),
  }));
}

function counts(server: AfterglowServer, { turnedAway }: Presence): ReturnType<ServerPages['counts']> {
  const counted = { clients: 0, streams: 0, players: 0, instances: 0 };
  for (const { instance } of instancesOf(server)) {
    counted.instances++;
    counted.clients += instance.clients.size;
    for (const stream of instance.streams.all()) {
      if (stream.publisher !== undefined) counted.streams++;
      counted.players += stream.players.size;
    }
    counted.players -= instance.recordings.active.length;
  }
  let [dropped, refused] = [0, turnedAway];
  for (const { snapshot } of totals(server)) {
    const { drops } = snapshot.live;
    dropped += drops.disposable + drops.inter + drops.key + drops.audio;
    refused += snapshot.refused.connect + snapshot.refused.publish + snapshot.refused.play;
  }
  return { connections: server.connections.open, ...counted, dropped, refused } satisfies Partial<Sample>;
}

function requests(server: AfterglowServer, { turnedAway }: Presence): Server['requests'] {
  const none = (): { connect: number; publish: number; play: number } => ({ connect: 0, publish: 0, play: 0 });
  const sums = { granted: none(), refused: { ...none(), connect: turnedAway } };
  for (const { snapshot } of totals(server)) {
    for (const answer of ['granted', 'refused'] as const) {
      for (const what of ['connect', 'publish', 'play'] as const) sums[answer][what] += snapshot[answer][what];
    }
  }
  return sums;
}

function traffic(server: AfterglowServer): ReturnType<ServerPages['traffic']> {
  const sums = { received: 0, sent: 0 };
  for (const { snapshot } of totals(server)) {
    sums.received += snapshot.traffic.received;
    sums.sent += snapshot.traffic.sent;
  }
  return sums;
}

function totals(server: AfterglowServer) {
  return [...hostsOf(server)].flatMap(({ host }) => [...host.totals.values()]);
}
