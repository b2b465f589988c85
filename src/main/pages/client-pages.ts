import type { Client as ShownClient, ClientDetails } from '../../admin/api/schema/clients.js';
import type { Page } from '../../admin/api/schema/values.js';
import type { ServerPages } from '../../admin/server-pages.js';
import { shownAddress } from '../../application/shown-address.js';
import { printable } from '../../application/safe-name.js';
import type { LivePlay } from '../../application/client.js';
import type { LivePlayer } from '../../stream/live-player.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { instanceAt, isFound } from './live-places.js';
import type { Presence, Present } from './presence.js';

type Question = Parameters<ServerPages['clients']>[0];

/** What is shown of clients. */
export class ClientPages implements Pick<ServerPages, 'clients' | 'client'> {
  constructor(
    private readonly server: AfterglowServer,
    private readonly presence: Presence,
    private readonly clock: Clock,
  ) {}

  /** In the order in which they came; the cursor is the number of the last one before. */
  clients(question: Question): Page<ShownClient> {
    const { limit, cursor } = question;
    const after = cursor === undefined ? 0 : Number(cursor);
    const isWanted = wantedBy(question);
    const shown: Present[] = [];
    let [total, isMore] = [0, false];
    for (const present of this.presence.clients.values()) {
      if (!isWanted(present)) continue;
      total++;
      if (!(present.number > after)) continue;
      if (shown.length < limit) shown.push(present);
      else isMore = true;
    }
    const items = shown.map((present) => this.#shown(present));
    return { items, total, ...(isMore ? { next: String(shown.at(-1)!.number) } : {}) };
  }

  client(id: string): ClientDetails | undefined {
    const present = this.presence.clients.get(id);
    if (present === undefined) return undefined;
    const { client, place } = present;
    const { facts, connection } = client;
    const streams = [...(instanceAt(this.server, place)?.streams.all() ?? [])];
    return {
      ...this.#shown(present),
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
        ...connection.livePlays.map((play) => ({
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
  #shown({ client, place, since }: Present): ShownClient {
    const { id, facts, connection } = client;
    const { traffic, livePlays, recordedPlays } = connection;
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
      playing: livePlays.length + recordedPlays.length,
      received: traffic.received,
      sent: traffic.sent,
      dropped: livePlays.reduce((sum, { player }) => sum + droppedBy(player), 0),
      queued: Math.round(connection.queuedBytes),
      roundTrip: connection.roundTrip,
      via: facts.via === undefined ? undefined : [...facts.via],
    };
  }
}

/** Nothing of a client is read that is not asked about: there are thousands. */
function wantedBy(question: Question): (present: Present) => boolean {
  const { adaptor, virtualHost, application, instance, search, only } = question;
  if ([adaptor, virtualHost, application, instance, search, only].every((asked) => asked === undefined)) {
    return () => true;
  }
  return ({ place, client }) => {
    if (adaptor !== undefined && place.adaptor !== adaptor) return false;
    if (virtualHost !== undefined && place.virtualHost !== virtualHost) return false;
    if (application !== undefined && place.application !== application) return false;
    if (instance !== undefined && place.instance !== instance) return false;
    if (only !== undefined && (only === 'publishers') !== client.connection.isPublishing) return false;
    if (search === undefined) return true;
    const { address, agent, protocol } = client.facts;
    return isFound(search, client.id, address, agent, protocol, `${place.application}/${place.instance}`);
  };
}

/** How far behind a player is, in milliseconds. */
function delayOf({ stream: { byteRate }, player }: LivePlay): number {
  return byteRate === 0 ? 0 : Math.round((player.sink.queuedBytes * 1000) / byteRate);
}

export function droppedBy({ queue: { drops } }: LivePlayer): number {
  return drops.disposable + drops.inter + drops.key + drops.audio;
}
