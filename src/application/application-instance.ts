import type { AmfValue } from '../amf/value.js';
import type { Logger } from '../log/logger.js';
import type { LiveStream } from '../stream/live-stream.js';
import { LiveStreams } from '../stream/live-streams.js';
import type { InstanceEnvironment, NetStreamLimit } from './application-environment.js';
import type { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationOptions, ClientOptions, IngestOptions, RecordedOptions } from './application-options.js';
import type { Client } from './client.js';
import type { ApplicationPlace } from './application-place.js';
import type { HookChain } from './hook-chain.js';
import type { InstanceMedia } from './instance-media.js';
import { limitReached } from './instance-refusals.js';
import { InstanceSharedObjects } from './instance-shared-objects.js';
import type { InstanceStores } from './instance-stores.js';
import { Recordings } from './recordings.js';
import { Playlists } from './playlists.js';
import { Publications } from './publications.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import { liveName } from './stream-name.js';

/**
 * A running instance of an application: its clients and its streams, unknown to every other instance.
 * Whatever wants in, by any transport, comes through here and so through the hooks.
 */
export class ApplicationInstance implements ApplicationPlace {
  readonly clients = new Map<string, Client>();
  readonly streams: LiveStreams;
  readonly media: InstanceMedia;
  readonly recordings: Recordings;
  readonly publications: Publications;
  readonly playlists: Playlists;
  readonly sharedObjects: InstanceSharedObjects;
  /** Since when nobody is connected any more (milliseconds, monotonic); undefined while somebody is, and before. */
  idleSince: number | undefined;
  #connecting = 0;

  constructor(
    /** `application/instance`. */
    readonly path: string,
    readonly name: SafeName,
    private readonly environment: InstanceEnvironment,
    private readonly options: () => ApplicationOptions,
    private readonly hooks: HookChain,
    { media, recordings: store, sharedObjects: objectStore }: InstanceStores,
    readonly logger: Logger,
  ) {
    this.media = media;
    const { clock, pace, totals } = environment;
    this.streams = new LiveStreams(clock, pace, () => this.options().live, totals.live);
    this.recordings = new Recordings(this, {
      ...{ clock, hooks, logger, store, totals: totals.recordings },
      rules: () => this.options().recording,
      open: (stream) => this.liveStream(stream),
      left: (live) => this.publications.left(live),
    });
    const objects = { clock, pace, logger, store: objectStore, limit: environment.sharedObjects };
    this.sharedObjects = new InstanceSharedObjects(
      { ...objects, options: () => this.options().sharedObjects, counts: totals.sharedObjects },
      hooks,
      logger,
      () => this.options().live.playerQueue.maxSize,
    );
    const { recordings, streams } = this;
    this.publications = new Publications(this, {
      ...{ clock, hooks, logger, options, recordings, streams, totals },
    });
    this.playlists = new Playlists({
      ...{ clock, logger, media, totals: totals.playlists },
      open: (stream) => this.liveStream(stream),
      isLive: (stream) => this.isLive(stream),
      left: (live) => this.publications.left(live),
      publish: (stream, publisher) => this.publications.feed(stream, publisher),
      unpublish: (publisher) => this.publications.unpublish(publisher, false),
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
    const { read, write } = this.clientOptions.folderAccess;
    client.readAccess = read;
    client.writeAccess = write;
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
    if (live !== undefined) this.publications.left(live);
    this.hooks.tell((hook) => hook.onStop?.(client, stream));
  }

  /** Disconnects everybody but those whom `spares` spares. Publishers that go are not waited for from now on. */
  shutdown(description: string, spares: (client: Client) => boolean): void {
    this.publications.expectNobody();
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

  #noteIdle(): void {
    if (this.clientCount === 0) this.idleSince = this.environment.clock.now();
  }
}
