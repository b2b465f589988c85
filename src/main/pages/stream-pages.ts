import type { InstancePlace, Page } from '../../admin/api/schema/values.js';
import type { HealthReason } from '../../admin/api/schema/server.js';
import type { Player, Stream, StreamDetails } from '../../admin/api/schema/streams.js';
import type { PageQuestion, ServerPages } from '../../admin/server-pages.js';
import type { ApplicationInstance } from '../../application/application-instance.js';
import { liveName } from '../../application/stream-name.js';
import type { LivePlayer } from '../../stream/live-player.js';
import type { LiveStream } from '../../stream/live-stream.js';
import type { Clock } from '../../time/clock.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { droppedBy } from './client-pages.js';
import { instanceAt, instancesOf, isFound, placeKey, sortedPage } from './live-places.js';
import { streamHealth, worstOf } from './stream-health.js';

/** A live stream and where it is. */
interface Placed {
  readonly place: InstancePlace;
  readonly instance: ApplicationInstance;
  readonly stream: LiveStream;
}

/** What is shown of live streams. */
export class StreamPages implements Pick<ServerPages, 'streams' | 'stream' | 'players' | 'ailing'> {
  constructor(
    private readonly server: AfterglowServer,
    private readonly clock: Clock,
  ) {}

  streams(question: PageQuestion): Page<Stream> {
    const found = this.#all(question, ({ name }) => isFound(question.search, name));
    return sortedPage(
      found,
      question,
      ({ place, stream }) => placeKey(place, stream.name),
      (placed) => this.#shown(placed),
    );
  }

  stream(place: InstancePlace, name: string): StreamDetails | undefined {
    const placed = this.#find(place, name);
    if (placed === undefined) return undefined;
    const { instance, stream } = placed;
    const { silentFor, gop, sinceKeyFrame, jitter, audioAhead, audioDrift, largestJump } = this.#health(stream);
    const { received, sent, drops, playersCut, timestamps } = stream.totals.snapshot;
    return {
      ...this.#shown(placed),
      reasons: this.#reasons(placed),
      ...(silentFor === undefined ? {} : { silentFor }),
      ...(sinceKeyFrame === undefined ? {} : { sinceKeyFrame }),
      ...{ gop, jitter, audioAhead, audioDrift, largestJump },
      timestampsMended: timestamps.mended,
      gopCache: stream.beginning.gopCache,
      received: { bytes: received.bytes, ...received.messages },
      sent,
      drops,
      playersCut,
      recordings: recordingsOf(instance, stream).map(({ facts }) => ({ cause: facts.cause })),
    };
  }

  /** In the order in which they came; the cursor counts them. */
  players(place: InstancePlace, name: string, { limit, cursor }: PageQuestion): Page<Player> | undefined {
    const placed = this.#find(place, name);
    if (placed === undefined) return undefined;
    const { stream } = placed;
    const players = [...stream.players].filter(({ sink }) => sink.isRecorder !== true);
    const from = cursor === undefined ? 0 : Number(cursor);
    const items = players.slice(from, from + limit).map((player) => this.#player(player, stream.byteRate));
    const next = from + limit;
    return { items, total: players.length, ...(next < players.length ? { next: String(next) } : {}) };
  }

  ailing(question: PageQuestion): (InstancePlace & { reasons: HealthReason[] })[] {
    const ailing: (InstancePlace & { reasons: HealthReason[] })[] = [];
    for (const placed of this.#all(question, ({ publisher }) => publisher !== undefined)) {
      const reasons = this.#reasons(placed);
      if (reasons.length > 0) ailing.push({ ...placed.place, reasons });
      if (ailing.length >= question.limit) break;
    }
    return ailing;
  }

  *#all(question: Partial<PageQuestion>, isMeant: (stream: LiveStream) => boolean): Generator<Placed, void> {
    for (const { place, instance } of instancesOf(this.server, question)) {
      for (const stream of instance.streams.all()) if (isMeant(stream)) yield { place, instance, stream };
    }
  }

  #find(place: InstancePlace, name: string): Placed | undefined {
    const instance = instanceAt(this.server, place);
    const stream = instance?.streams.find(name);
    if (instance === undefined || stream === undefined) return undefined;
    const { adaptor, virtualHost, application, instance: of } = place;
    return { place: { adaptor, virtualHost, application, instance: of }, instance, stream };
  }

  #shown({ place, instance, stream }: Placed): Stream {
    const { format, bytesPerSecond, framesPerSecond } = this.#health(stream);
    const { publisher, players, name } = stream;
    const recorders = [...players].filter(({ sink }) => sink.isRecorder === true).length;
    const isClient = publisher !== undefined && instance.clients.has(publisher.clientId);
    return {
      ...place,
      name,
      live: publisher !== undefined,
      ...(isClient ? { publisher: publisher.clientId } : {}),
      ...(format.video === undefined ? {} : { video: format.video }),
      ...(format.audio === undefined ? {} : { audio: format.audio }),
      ...{ bytesPerSecond, framesPerSecond, players: players.size - recorders, recording: recorders > 0 },
      sentPerSecond: Math.round(stream.sentRate.perSecond(this.clock.now())),
      state: publisher === undefined ? 'idle' : worstOf(this.#reasons({ place, instance, stream })),
    };
  }

  #reasons({ place, stream }: Placed): HealthReason[] {
    if (stream.publisher === undefined) return [];
    return streamHealth(this.#health(stream), `${place.application}/${place.instance}/${stream.name}`);
  }

  #health(stream: LiveStream) {
    return stream.statistics.health(this.clock.now());
  }

  #player(player: LivePlayer, byteRate: number): Player {
    const { sink, messagesSent: messages, bytesSent: bytes, sentRate, paused } = player;
    const { clientId, address, queuedBytes } = sink;
    const bytesPerSecond = Math.round(sentRate.perSecond(this.clock.now()));
    return {
      ...(clientId === undefined ? {} : { client: clientId }),
      ...(address === undefined ? {} : { address }),
      sent: { messages, bytes, bytesPerSecond },
      dropped: droppedBy(player),
      queued: Math.round(queuedBytes),
      delay: byteRate === 0 ? 0 : Math.round((queuedBytes * 1000) / byteRate),
      paused,
    };
  }
}

function recordingsOf({ recordings }: ApplicationInstance, { name }: LiveStream) {
  return recordings.active.filter(({ facts }) => liveName(facts.stream) === name);
}
