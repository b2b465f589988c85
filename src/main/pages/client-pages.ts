import type { Client as ShownClient, ClientDetails } from '../../admin/api/schema/clients.js';
import type { Page } from '../../admin/api/schema/values.js';
import type { ServerPages } from '../../admin/server-pages.js';
import { shownAddress } from '../../application/shown-address.js';
import { printable } from '../../application/safe-name.js';
import type { LivePlayer } from '../../stream/live-player.js';
import type { LiveStream } from '../../stream/live-stream.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { instanceAt, isFound, placeKey } from './live-places.js';
import type { Presence, Present } from './presence.js';

interface Play {
  readonly stream: LiveStream;
  readonly player: LivePlayer;
}
type Plays = ReadonlyMap<string, readonly Play[]>;

/** What is shown of clients. */
export class ClientPages implements Pick<ServerPages, 'clients' | 'client'> {
  constructor(
    private readonly server: AfterglowServer,
    private readonly presence: Presence,
    private readonly clock: Clock,
  ) {}

  /** In the order in which they came; the cursor is the number of the last one before. */
  clients(question: Parameters<ServerPages['clients']>[0]): Page<ShownClient> {
    const { adaptor, virtualHost, application, instance, search, only, limit, cursor } = question;
    const after = cursor === undefined ? 0 : Number(cursor);
    const shown: Present[] = [];
    let [total, isMore] = [0, false];
    for (const present of this.presence.clients.values()) {
      const { place, client, number } = present;
      if (adaptor !== undefined && place.adaptor !== adaptor) continue;
      if (virtualHost !== undefined && place.virtualHost !== virtualHost) continue;
      if (application !== undefined && place.application !== application) continue;
      if (instance !== undefined && place.instance !== instance) continue;
      if (only !== undefined && (only === 'publishers') !== client.connection.isPublishing) continue;
      const { address, agent, protocol } = client.facts;
      const { application: app, instance: inst } = place;
      if (search !== undefined && !isFound(search, client.id, address, agent, protocol, `${app}/${inst}`)) continue;
      total++;
      if (!(number > after)) continue;
      if (shown.length < limit) shown.push(present);
      else isMore = true;
    }
    const plays = this.#playsOf(shown);
    const items = shown.map((present) => this.#shown(present, plays));
    return { items, total, ...(isMore ? { next: String(shown.at(-1)!.number) } : {}) };
  }

  client(id: string): ClientDetails | undefined {
    const present = this.presence.clients.get(id);
    if (present === undefined) return undefined;
    const { client, place } = present;
    const { facts, connection } = client;
    const live = this.#playsOf([present]);
    const plays = live.get(id) ?? [];
    const streams = [...(instanceAt(this.server, place)?.streams.all() ?? [])];
    return {
      ...this.#shown(present, live),
      uri: shownAddress(facts.uri),
      pageUrl: shownAddress(facts.pageUrl),
      referrer: shownAddress(facts.referrer),
      objectEncoding: facts.objectEncoding,
      isEncoder: facts.isEncoder,
      messages: { received: connection.traffic.messagesReceived, sent: connection.traffic.messagesSent },
      bandwidth: { ...connection.bandwidthLimit },
      access: { read: client.readAccess, write: client.writeAccess },
      publishes: streams.filter(({ publisher }) => publisher?.clientId === id).map(({ name }) => name),
      plays: [
        ...plays.map((play) => ({
          ...({ stream: play.stream.name, kind: 'live', paused: play.player.paused } as const),
          ...{ sent: play.player.bytesSent, dropped: droppedBy(play.player), delay: delayOf(play) },
        })),
        ...connection.recordedPlays.map(({ name, position, paused, sentBytes }) => ({
          ...({ stream: name, kind: 'recorded', paused, sent: sentBytes, dropped: 0, position } as const),
        })),
      ],
    };
  }

  /** Thousands are made for one answer: one literal costs a tenth of what spreading its parts does. */
  #shown({ client, place, since }: Present, plays: Plays): ShownClient {
    const { id, facts, connection } = client;
    const { traffic, recordedPlays } = connection;
    const live = plays.get(id) ?? [];
    return {
      adaptor: place.adaptor,
      virtualHost: place.virtualHost,
      application: place.application,
      instance: place.instance,
      id,
      address: facts.address,
      port: facts.port,
      protocol: facts.protocol,
      secure: facts.secure,
      agent: printable(facts.agent),
      connectedAt: since,
      idle: Math.max(0, Math.round(this.clock.now() - connection.activeAt)),
      publishing: connection.isPublishing,
      playing: live.length + recordedPlays.length,
      received: traffic.received,
      sent: traffic.sent,
      dropped: live.reduce((sum, { player }) => sum + droppedBy(player), 0),
      queued: Math.round(connection.queuedBytes),
      roundTrip: connection.roundTrip,
      via: facts.via === undefined ? undefined : [...facts.via],
    };
  }

  /** What these clients play live, by their ids. */
  #playsOf(shown: readonly Present[]): Plays {
    const wanted = new Set(shown.map(({ client }) => client.id));
    const places = new Map(shown.map(({ place }) => [placeKey(place), place]));
    const plays = new Map<string, Play[]>();
    for (const place of places.values()) {
      for (const stream of instanceAt(this.server, place)?.streams.all() ?? []) {
        for (const player of stream.players) {
          const { clientId } = player.sink;
          if (clientId === undefined || !wanted.has(clientId)) continue;
          const own = plays.get(clientId);
          if (own === undefined) plays.set(clientId, [{ stream, player }]);
          else own.push({ stream, player });
        }
      }
    }
    return plays;
  }
}

/** How far behind a player is, in milliseconds. */
function delayOf({ stream: { byteRate }, player }: Play): number {
  return byteRate === 0 ? 0 : Math.round((player.sink.queuedBytes * 1000) / byteRate);
}

export function droppedBy({ queue: { drops } }: LivePlayer): number {
  return drops.disposable + drops.inter + drops.key + drops.audio;
}
