import type { AmfValue } from '../amf/value.js';
import type { Logger } from '../log/logger.js';
import type { LiveInput } from '../stream/live-input.js';
import type { LiveStream } from '../stream/live-stream.js';
import { LiveStreams } from '../stream/live-streams.js';
import { PublisherLine } from '../stream/publisher-line.js';
import type { Publisher } from '../stream/publisher.js';
import type { InstanceEnvironment, NetStreamLimit } from './application-environment.js';
import type { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationOptions, ClientOptions, IngestOptions, RecordedOptions } from './application-options.js';
import type { Client } from './client.js';
import type { ApplicationPlace } from './application-place.js';
import type { PublishType } from './hook.js';
import type { HookChain } from './hook-chain.js';
import type { InstanceMedia } from './instance-media.js';
import { limitReached, nameTaken } from './instance-refusals.js';
import type { InstanceStores } from './instance-stores.js';
import type { RecordingListener } from './recording.js';
import { Recordings } from './recordings.js';
import { Playlists } from './playlists.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';
import { slateLog } from './slate-log.js';
import type { StreamName } from './stream-name.js';
import { liveName } from './stream-name.js';

interface Publication {
  /** Undefined for the server itself. */
  readonly client: Client | undefined;
  readonly stream: StreamName;
  readonly line: PublisherLine;
  readonly input: LiveInput;
}

/**
 * A running instance of an application: its clients and its streams, unknown to every other instance.
 * Whatever wants in, by any transport, comes through here and so through the hooks.
 */
export class ApplicationInstance implements ApplicationPlace {
  readonly clients = new Map<string, Client>();
  readonly streams: LiveStreams;
  readonly media: InstanceMedia;
  readonly recordings: Recordings;
  readonly playlists: Playlists;
  /** Since when nobody is connected any more (milliseconds, monotonic); undefined while somebody is, and before. */
  idleSince: number | undefined;
  #connecting = 0;
  #isShuttingDown = false;
  readonly #publications = new Map<Publisher, Publication>();
  /** Of the streams that are published, by name. */
  readonly #lines = new Map<string, PublisherLine>();

  constructor(
    /** `application/instance`. */
    readonly path: string,
    readonly name: SafeName,
    private readonly environment: InstanceEnvironment,
    private readonly options: () => ApplicationOptions,
    private readonly hooks: HookChain,
    { media, recordings: store }: InstanceStores,
    readonly logger: Logger,
  ) {
    this.media = media;
    const { clock, pace, totals } = environment;
    this.streams = new LiveStreams(clock, pace, () => this.options().live, totals.live);
    this.recordings = new Recordings(this, {
      ...{ clock, hooks, logger, store, totals: totals.recordings },
      rules: () => this.options().recording,
      open: (stream) => this.liveStream(stream),
      left: (live) => this.#left(live),
    });
    this.playlists = new Playlists({
      ...{ clock, logger, media },
      open: (stream) => this.liveStream(stream),
      left: (live) => this.#left(live),
      publish: (stream, publisher) => this.#feed(stream, publisher),
      unpublish: (publisher) => this.unpublish(publisher, false),
    });
  }

  get clientOptions(): ClientOptions {
    return this.options().client;
  }

  get recordedOptions(): RecordedOptions {
    return this.options().recorded;
  }

  get ingestOptions(): IngestOptions {
    return this.options().ingest;
  }

  get bandwidth(): ApplicationBandwidth {
    return this.environment.bandwidth;
  }

  get netStreams(): NetStreamLimit {
    return this.environment.netStreams;
  }

  /** Clients that are in, or about to be. */
  get clientCount(): number {
    return this.clients.size + this.#connecting;
  }

  /** Asks whether `client` may come in, and if so counts it among the clients. */
  async connect(client: Client, args: readonly AmfValue[]): Promise<Refusal | undefined> {
    const refusal = this.#refusesAtTheDoor(client);
    this.#connecting++;
    this.idleSince = undefined;
    try {
      const refused = refusal ?? (await this.hooks.ask((hook) => hook.onConnect?.(client, this, args)));
      if (refused === undefined) {
        this.clients.set(client.id, client);
        this.environment.totals.entered(client);
      }
      return this.environment.totals.answered('connect', refused);
    } finally {
      this.#connecting--;
      this.#noteIdle();
    }
  }

  disconnect(client: Client): void {
    if (!this.clients.delete(client.id)) return;
    this.environment.totals.left(client);
    this.hooks.tell((hook) => hook.onDisconnect?.(client, this));
    this.#noteIdle();
  }

  /**
   * Gives `publisher` the stream of that name, if the hooks agree. When somebody has it, the configuration
   * decides: the newcomer is refused unless the present one is dead, takes its place, or waits behind it.
   *
   * @param recording told of the recording that `type` asks for; the stream is live whatever becomes of it
   */
  async publish(
    client: Client,
    stream: StreamName,
    type: PublishType,
    publisher: Publisher,
    recording?: RecordingListener,
  ): Promise<LiveInput | Refusal> {
    const refusal = await this.hooks.ask((hook) => hook.onPublish?.(client, stream, type));
    if (refusal !== undefined) return this.environment.totals.answered('publish', refusal);
    const name = liveName(stream);
    const dead = await this.#deadPublisher(name);
    // From here on nothing is awaited: two who found the name free must not both take it.
    const others = this.#publications.size - (dead === undefined ? 0 : 1);
    if (others >= this.options().maxStreams) {
      return this.environment.totals.answered(
        'publish',
        limitReached('resourceLimits.maxStreams', 'streams', this.path),
      );
    }
    const line = this.#openLine(name);
    const input = this.#letIn(line, publisher, dead);
    if (input === undefined) return this.environment.totals.answered('publish', nameTaken(name, line.present));
    this.environment.totals.answered('publish', undefined);
    this.#publications.set(publisher, { client, stream, line, input });
    if (dead !== undefined) this.#dismiss(dead, name);
    const isNext = input.state !== 'waiting';
    this.recordings.published({ client, stream, type, publisher, isNext }, recording);
    return input;
  }

  /**
   * Ends what `publisher` publishes; one that lost its name before is ignored.
   *
   * @param lost it went without a word, and may come back
   */
  unpublish(publisher: Publisher, lost: boolean): void {
    const publication = this.#publications.get(publisher);
    if (publication === undefined) return;
    const { client, stream, line, input } = publication;
    this.#publications.delete(publisher);
    line.leave(input, lost);
    this.recordings.unpublished(publisher, lost);
    if (client !== undefined) this.hooks.tell((hook) => hook.onUnpublish?.(client, stream));
  }

  /** Asks whether `client` may play; the stream to join is then {@link liveStream}. */
  async play(client: Client, stream: StreamName): Promise<Refusal | undefined> {
    return this.environment.totals.answered('play', await this.hooks.ask((hook) => hook.onPlay?.(client, stream)));
  }

  /** Whether `client` could play, if it asked to, as far as that can be said without asking the hooks in earnest. */
  mayPlay(client: Client, stream: StreamName): boolean {
    return this.hooks.mayPlay(client, stream);
  }

  /** The stream of that name; there need be no publisher yet. Whoever asks joins it in the same turn. */
  liveStream(stream: StreamName): LiveStream {
    return this.streams.open(liveName(stream));
  }

  /** Whether somebody publishes under this name now. */
  isLive(stream: StreamName): boolean {
    return this.streams.find(liveName(stream))?.publisher !== undefined;
  }

  /**
   * `client` plays it no more.
   *
   * @param live undefined for recorded media
   */
  stopped(client: Client, stream: StreamName, live?: LiveStream): void {
    if (live !== undefined) this.#left(live);
    this.hooks.tell((hook) => hook.onStop?.(client, stream));
  }

  /** Disconnects everybody but those whom `spares` spares. Publishers that go are not waited for from now on. */
  shutdown(description: string, spares: (client: Client) => boolean): void {
    this.#isShuttingDown = true;
    this.playlists.close();
    for (const client of [...this.clients.values()]) if (!spares(client)) client.connection.shutdown(description);
  }

  #refusesAtTheDoor({ facts: { protocol } }: Client): Refusal | undefined {
    if (this.options().disallowedProtocols.includes(protocol)) {
      return { rule: 'disallowedProtocols', reason: 'denied', description: `${protocol} is not allowed here.` };
    }
    if (this.clientCount < this.options().maxClients) return undefined;
    return limitReached('resourceLimits.maxClients', 'clients', this.path);
  }

  /** The server itself publishes, in the place of whoever does, from its first key frame on. No hook is asked. */
  #feed(stream: StreamName, publisher: Publisher): LiveInput | Refusal {
    const name = liveName(stream);
    const others = this.#publications.size - (this.#lines.get(name)?.present === undefined ? 0 : 1);
    if (others >= this.options().maxStreams) {
      return limitReached('resourceLimits.maxStreams', 'streams', this.path);
    }
    const line = this.#openLine(name);
    const input = line.admit(publisher);
    this.#publications.set(publisher, { client: undefined, stream, line, input });
    this.recordings.published({ client: undefined, stream, type: 'live', publisher, isNext: true }, undefined);
    return input;
  }

  /** The publisher that has the name if it does not answer any more; asks only where that decides. */
  async #deadPublisher(name: string): Promise<Publisher | undefined> {
    const { secondPublisher, publishTimeout } = this.options();
    const present = this.#lines.get(name)?.present;
    if (present === undefined || secondPublisher !== 'reject' || publishTimeout <= 0) return undefined;
    return (await present.isAlive(publishTimeout)) ? undefined : present;
  }

  /** @param dead who is in the way and does not answer */
  #letIn(line: PublisherLine, publisher: Publisher, dead: Publisher | undefined): LiveInput | undefined {
    const { present } = line;
    if (present === undefined || present === dead) return line.admit(publisher);
    // Nobody takes a name from the server itself.
    if (this.#publications.get(present)?.client === undefined) return undefined;
    switch (this.options().secondPublisher) {
      case 'reject':
        return undefined;
      case 'replace':
        return line.admit(publisher);
      case 'backup':
        return line.mayWait ? line.queue(publisher) : undefined;
    }
  }

  #openLine(name: string): PublisherLine {
    const known = this.#lines.get(name);
    if (known !== undefined) return known;
    const live = this.streams.open(name);
    const terms = () => (this.#isShuttingDown ? { grace: 0, slate: undefined } : this.options().onLoss);
    const log = slateLog(this.logger, name);
    const line = new PublisherLine(live, this.environment.clock, terms, {
      ended: () => {
        this.#lines.delete(name);
        this.streams.release(live);
      },
      slateShown: (slate, before) => {
        log(slate, before);
        this.recordings.interrupted(live);
      },
    });
    this.#lines.set(name, line);
    return line;
  }

  #dismiss(publisher: Publisher, name: string): void {
    this.logger.warn('a publisher that no longer answers loses its name', { stream: name, client: publisher.clientId });
    this.unpublish(publisher, true);
    publisher.dismissed('no-answer');
  }

  /** A player, or a recording, has left that stream. */
  #left(live: LiveStream): void {
    this.#lines.get(live.name)?.playerLeft();
    this.streams.release(live);
  }

  #noteIdle(): void {
    if (this.clientCount === 0) this.idleSince = this.environment.clock.now();
  }
}
