import type { Client as ShownClient, ClientDetails } from '../../admin/api/schema/clients.js';
import type { Page } from '../../admin/api/schema/values.js';
import type { ServerPages } from '../../admin/server-pages.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import { shownAddress } from '../../application/shown-address.js';
import { printable } from '../../application/safe-name.js';
import type { LivePlayer } from '../../stream/live-player.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { instanceAt, isFound } from './live-places.js';
import type { Presence, Present } from './presence.js';

type Plays = ReadonlyMap<
  string,
  readonly { readonly stream: string; readonly player: LivePlayer; readonly delay: number }[]
>;

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
    const plays = new Map<string, Plays>();
    const items = shown.map((present) => this.#shown(present, this.#playsAt(present, plays)));
    return { items, total, ...(isMore ? { next: String(shown.at(-1)!.number) } : {}) };
  }

  client(id: string): ClientDetails | undefined {
    const present = this.presence.clients.get(id);
    if (present === undefined) return undefined;
    const { client, place } = present;
    const { facts, connection } = client;
    const plays = this.#playsAt(present, new Map()).get(id) ?? [];
    const streams = [...(instanceAt(this.server, place)?.streams.all() ?? [])];
    return {
      ...this.#shown(present, new Map([[id, plays]])),
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
        ...plays.map(({ stream, player, delay }) => ({
          ...({ stream, kind: 'live', paused: player.paused, sent: player.bytesSent } as const),
          ...{ dropped: droppedBy(player), delay },
        })),
        ...connection.recordedPlays.map(({ name, position, paused, sentBytes }) => ({
          ...({ stream: name, kind: 'recorded', paused, sent: sentBytes, dropped: 0, position } as const),
        })),
      ],
    };
  }

  #shown({ client, place, since }: Present, plays: Plays): ShownClient {
    const { id, facts, connection } = client;
    const { traffic, roundTrip, recordedPlays } = connection;
    const live = plays.get(id) ?? [];
    return {
      ...place,
      ...{ id, address: facts.address, port: facts.port, protocol: facts.protocol, secure: facts.secure },
      agent: printable(facts.agent),
      connectedAt: since,
      idle: Math.max(0, Math.round(this.clock.now() - connection.activeAt)),
      publishing: connection.isPublishing,
      playing: live.length + recordedPlays.length,
      received: traffic.received,
      sent: traffic.sent,
      dropped: live.reduce((sum, { player }) => sum + droppedBy(player), 0),
      queued: Math.round(connection.queuedBytes),
      ...(roundTrip === undefined ? {} : { roundTrip }),
      ...(facts.via === undefined ? {} : { via: [...facts.via] }),
    };
  }

  /** What the clients of an instance play, worked out once for a page. */
  #playsAt({ place }: Present, known: Map<string, Plays>): Plays {
    const key = JSON.stringify(place);
    let plays = known.get(key);
    if (plays === undefined) known.set(key, (plays = playsIn(instanceAt(this.server, place))));
    return plays;
  }
}

function playsIn(instance: ApplicationInstance | undefined): Plays {
  const plays = new Map<string, { stream: string; player: LivePlayer; delay: number }[]>();
  for (const stream of instance?.streams.all() ?? []) {
    const { byteRate } = stream;
    for (const player of stream.players) {
      const { clientId, queuedBytes } = player.sink;
      if (clientId === undefined) continue;
      const delay = byteRate === 0 ? 0 : Math.round((queuedBytes * 1000) / byteRate);
      const own = plays.get(clientId);
      if (own === undefined) plays.set(clientId, [{ stream: stream.name, player, delay }]);
      else own.push({ stream: stream.name, player, delay });
    }
  }
  return plays;
}

export function droppedBy({ queue: { drops } }: LivePlayer): number {
  return drops.disposable + drops.inter + drops.key + drops.audio;
}
