import type { Application, Instance, Playlist } from '../../admin/api/schema/applications.js';
import type { InstancePlace, Page } from '../../admin/api/schema/values.js';
import type { VirtualHost as ShownHost } from '../../admin/api/schema/server.js';
import type { PageQuestion, ServerPages } from '../../admin/server-pages.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import type { PlaylistSnapshot } from '../../application/playlist-snapshot.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import type { LiveInstance } from './live-places.js';
import { hostsOf, instanceAt, instancesOf, isFound, placeKey, sortedPage } from './live-places.js';
import type { Presence } from './presence.js';

/** What is shown of virtual hosts, applications and their instances. */
export class InstancePages implements Pick<
  ServerPages,
  'virtualHosts' | 'applications' | 'instances' | 'instance' | 'playlists'
> {
  constructor(
    private readonly server: AfterglowServer,
    private readonly presence: Presence,
    private readonly scriptOf: (folder: string, application: string) => Application['script'],
    private readonly clock: Clock,
  ) {}

  virtualHosts(): ShownHost[] {
    return [...hostsOf(this.server)].map(({ adaptor, host }) => {
      const instances = [...instancesOf(this.server, { adaptor, virtualHost: host.name })];
      const { maxConnections, maxInstances, aliases } = host.options;
      return {
        ...{ adaptor, name: host.name, aliases: [...aliases] },
        retired: this.#folders(adaptor, host.name) === undefined,
        applications: host.applications.size,
        instances: instances.length,
        clients: sum(instances, ({ instance }) => instance.clients.size),
        streams: sum(instances, ({ instance }) => published(instance)),
        turnedAway: this.presence.turnedAwayFrom(adaptor, host.name),
        limits: { connections: bound(maxConnections), instances: bound(maxInstances) },
      };
    });
  }

  applications(question: PageQuestion): Page<Application> {
    const all = [...hostsOf(this.server, question)].flatMap(({ adaptor, host }) => {
      const folders = this.#folders(adaptor, host.name) ?? new Map<string, string>();
      const names = new Set([...folders.keys(), ...host.totals.keys()]);
      return [...names].map((name) => ({ adaptor, host, name, folder: folders.get(name) }));
    });
    const { application, search } = question;
    const meant = all.filter(
      ({ name }) => (application === undefined || name === application) && isFound(search, name),
    );
    return sortedPage(
      meant,
      question,
      ({ adaptor, host, name }) => [adaptor, host.name, name].join('\u0001'),
      ({ adaptor, host, name, folder }) => {
        const totals = host.totals.get(name)?.snapshot;
        const instances = [...(host.applications.get(name)?.instances.values() ?? [])];
        const none = { connect: 0, publish: 0, play: 0 };
        return {
          ...{ adaptor, virtualHost: host.name, name },
          ...(folder === undefined ? {} : { folder }),
          script: folder === undefined ? 'none' : this.scriptOf(folder, name),
          loaded: instances.length > 0,
          instances: instances.length,
          clients: sum(instances, ({ clients }) => clients.size),
          streams: sum(instances, published),
          traffic: totals?.traffic ?? { received: 0, sent: 0 },
          granted: totals?.granted ?? none,
          refused: totals?.refused ?? none,
          recordings: { active: totals?.recordings.active ?? 0, bytes: totals?.recordings.bytes ?? 0 },
        };
      },
    );
  }

  instances(question: PageQuestion): Page<Instance> {
    const { search } = question;
    const meant = [...instancesOf(this.server, question)].filter(({ instance }) => isFound(search, instance.path));
    return sortedPage(
      meant,
      question,
      ({ place }) => placeKey(place),
      (live) => this.#shown(live),
    );
  }

  instance(place: InstancePlace): Instance | undefined {
    const instance = instanceAt(this.server, place);
    return instance && this.#shown({ place, instance });
  }

  playlists(question: PageQuestion): Page<Playlist> {
    const all = [...instancesOf(this.server, question)].flatMap(({ place, instance }) =>
      instance.playlists.snapshots.map((playlist) => ({ place, playlist })),
    );
    const meant = all.filter(({ playlist }) => isFound(question.search, playlist.stream));
    return sortedPage(
      meant,
      question,
      ({ place, playlist }) => placeKey(place, playlist.stream),
      ({ place, playlist }) => ({ ...place, ...shownPlaylist(playlist) }),
    );
  }

  #shown({ place, instance }: LiveInstance): Instance {
    const { clients, streams, recordings, playlists, sharedObjects, totals, idleSince, script, life } = instance;
    const { received, sent, messagesReceived, messagesSent } = totals.traffic;
    const { adaptor, virtualHost, application } = place;
    const { since, accepted, rejected, left } = this.presence.visits(place);
    let [live, players, byEdge] = [0, 0, 0];
    for (const { facts } of clients.values()) if (facts.via !== undefined) byEdge++;
    for (const stream of streams.all()) {
      if (stream.publisher !== undefined) live++;
      for (const { sink } of stream.players) if (sink.isRecorder !== true) players++;
    }
    return {
      ...{ adaptor, virtualHost, application, instance: instance.name },
      state: life.leaving !== undefined ? 'leaving' : life.isRunning ? 'running' : 'starting',
      since,
      ...(idleSince === undefined ? {} : { idleFor: Math.max(0, Math.round(this.clock.now() - idleSince)) }),
      script: script !== undefined,
      clients: clients.size,
      clientsByEdge: byEdge,
      streams: live,
      players,
      recordings: recordings.active.length,
      playlists: playlists.active.size,
      sharedObjects: sharedObjects.objects.size,
      traffic: { received, sent },
      messages: { received: messagesReceived, sent: messagesSent },
      connects: { accepted, rejected, total: accepted + rejected, left },
    };
  }

  /** The applications that have a folder; undefined if the virtual host is not configured any more. */
  #folders(adaptor: string, host: string): ReadonlyMap<string, string> | undefined {
    const { adaptors } = this.server.configuration;
    const hosts = adaptors.find(({ name }) => name === adaptor)?.virtualHosts ?? [];
    return hosts.find(({ name }) => name === host)?.applicationFolders;
  }
}

function shownPlaylist({ startsAt, current, next, failure, ...rest }: PlaylistSnapshot) {
  return {
    ...rest,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(current === undefined ? {} : { current }),
    ...(next === undefined ? {} : { next }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function published({ streams }: ApplicationInstance): number {
  let count = 0;
  for (const { publisher } of streams.all()) if (publisher !== undefined) count++;
  return count;
}

function bound(limit: number): number | null {
  return limit === Infinity ? null : limit;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
