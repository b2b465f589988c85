import type { AmfValue } from '../amf/value.js';
import type { Logger } from '../log/logger.js';
import { NewsRounds } from '../sharedobject/news-rounds.js';
import type { LiveStream } from '../stream/live-stream.js';
import { LiveStreams } from '../stream/live-streams.js';
import type { PlayEnd } from './access-trail.js';
import { AccessTrail } from './access-trail.js';
import type { InstanceEnvironment, NetStreamLimit } from './application-environment.js';
import type { ApplicationBandwidth } from './application-bandwidth.js';
import type {
  ApplicationOptions,
  ClientOptions,
  DvrWindow,
  IngestOptions,
  RecordedOptions,
} from './application-options.js';
import type { Client } from './client.js';
import type { ApplicationPlace } from './application-place.js';
import { Arrivals } from './arrivals.js';
import type { HookChain } from './hook-chain.js';
import { InstanceLife, unloadedRefusal } from './instance-life.js';
import type { InstanceMedia } from './instance-media.js';
import { limitReached } from './instance-refusals.js';
import { InstanceSharedObjects } from './instance-shared-objects.js';
import type { InstanceStores } from './instance-stores.js';
import { InstanceTotals } from './instance-totals.js';
import { Recordings } from './recordings.js';
import { Playlists } from './playlists.js';
import { Publications } from './publications.js';
import type { Refusal } from './refusal.js';
import type { RenditionSet } from './rendition-sets.js';
import type { RunningScript } from './running-script.js';
import type { SafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import type { SwfVerification } from './swf-verification.js';
import { liveName } from './stream-name.js';

/** What lets an instance begin, and forgets it. */
export interface InstanceOwner {
  /** Undefined if the application has none. */
  readonly script: RunningScript | undefined;
  /** Loads the script and lets it begin. */
  start(instance: ApplicationInstance): Promise<Refusal | undefined>;
  /** It runs: what needs no client begins. */
  started(instance: ApplicationInstance): void;
  /** Nothing of it runs any more. */
  ended(instance: ApplicationInstance): void;
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
  readonly publications: Publications;
  readonly playlists: Playlists;
  readonly sharedObjects: InstanceSharedObjects;
  readonly totals = new InstanceTotals();
  /** Streams of clients that play recorded media; they count themselves. */
  recordedPlays = 0;
  readonly script: RunningScript | undefined;
  readonly life: InstanceLife;
  /** Tells the access log what happens here. */
  readonly trail: AccessTrail;
  /** Since when nobody is connected any more (milliseconds, monotonic); undefined while somebody is, and before. */
  idleSince: number | undefined;
  readonly #arrivals: Arrivals;

  constructor(
    /** `application/instance`. */
    readonly path: string,
    readonly name: SafeName,
    private readonly environment: InstanceEnvironment,
    private readonly options: () => ApplicationOptions,
    private readonly hooks: HookChain,
    { media, recordings: store, sharedObjects: objectStore, publications: remote }: InstanceStores,
    readonly logger: Logger,
    owner: InstanceOwner,
  ) {
    this.media = media;
    this.script = owner.script;
    this.#arrivals = new Arrivals(this, hooks);
    const { clock, pace, totals, host, witness } = environment;
    const [application = ''] = path.split('/');
    const place = { ...host, application, instance: name };
    this.trail = new AccessTrail(place, clock, witness, (refusal) => void totals.answered('play', refusal));
    this.trail.appStarted();
    this.life = new InstanceLife({
      ...{ clock, logger, script: owner.script },
      start: () => owner.start(this),
      started: () => owner.started(this),
      dismiss: (description) => this.shutdown(description, () => false),
      ended: () => {
        this.#close();
        this.trail.appStopped();
        owner.ended(this);
      },
    });
    this.streams = new LiveStreams(
      clock,
      pace,
      () => this.options().live,
      totals.live,
      (publisher, news) => this.publications.codec(publisher, news),
    );
    this.recordings = new Recordings(this, {
      ...{ clock, hooks, logger, store, totals: totals.recordings, trail: this.trail },
      rules: () => this.options().recording,
      open: (stream) => this.liveStream(stream),
      left: (live) => this.publications.left(live),
    });
    const rounds = new NewsRounds(clock, pace, logger);
    const objects = { clock, rounds, logger, store: objectStore, limit: environment.sharedObjects };
    this.sharedObjects = new InstanceSharedObjects(
      { ...objects, options: () => this.options().sharedObjects, counts: totals.sharedObjects },
      hooks,
      logger,
      () => this.options().live.playerQueue.maxSize,
    );
    const { recordings, streams, trail } = this;
    this.publications = new Publications(this, {
      ...{ clock, hooks, logger, options, recordings, streams, totals, trail, remote },
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

  /** Streams that HLS offers together. */
  get renditions(): readonly RenditionSet[] {
    return this.options().renditions ?? [];
  }

  /** What HLS keeps of each live stream from its publication on; undefined if nothing. */
  get dvr(): DvrWindow | undefined {
    return this.options().dvr;
  }

  get swfVerification(): SwfVerification | undefined {
    return this.options().swfVerification;
  }

  get bandwidth(): ApplicationBandwidth {
    return this.environment.bandwidth;
  }

  get netStreams(): NetStreamLimit {
    return this.environment.netStreams;
  }

  /** Clients that are in, or about to be. */
  get clientCount(): number {
    return this.clients.size + this.#arrivals.size;
  }

  /** The client of that id, be it in or about to be. */
  client(id: string): Client | undefined {
    return this.clients.get(id) ?? this.#arrivals.find(id);
  }

  /** Asks whether `client` may come in, and if so counts it among the clients. */
  async connect(client: Client, args: readonly AmfValue[]): Promise<Refusal | undefined> {
    this.trail.connectPending(client);
    const refusal = this.#refusesAtTheDoor(client);
    this.#giveAccess(client);
    const decided = this.#arrivals.enter(client);
    this.idleSince = undefined;
    try {
      const refused = refusal ?? (await this.#decide(client, args));
      if (refused === undefined) {
        this.clients.set(client.id, client);
        this.environment.totals.entered(client);
        this.totals.entered(client);
      }
      this.trail.connected(client, refused);
      return this.environment.totals.answered('connect', refused);
    } finally {
      decided();
      this.#noteIdle();
    }
  }

  /**
   * The client is gone, whether it was in or about to be.
   *
   * @param why in one word, for the access log
   */
  disconnect(client: Client, why?: string): void {
    if (this.#arrivals.leave(client) || !this.clients.delete(client.id)) return;
    this.environment.totals.left(client);
    this.totals.left(client);
    this.trail.disconnected(client, why);
    this.#arrivals.dismissed(client);
    this.#noteIdle();
  }

  /** Asks whether `client` may play; the stream to join is then {@link liveStream}. */
  async play(client: Client, stream: StreamName): Promise<Refusal | undefined> {
    const refusal = await this.hooks.ask((hook) => hook.onPlay?.(client, stream));
    this.trail.playAnswered(client, stream, refusal);
    return refusal;
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
   * @param end what the player knows of it
   */
  stopped(client: Client, stream: StreamName, live?: LiveStream, end?: PlayEnd): void {
    this.trail.stopped(client, stream, end);
    if (live !== undefined) this.publications.left(live);
    this.hooks.tell((hook) => hook.onStop?.(client, stream));
  }

  /** Disconnects everybody but those whom `spares` spares. Publishers that go are not waited for from now on. */
  shutdown(description: string, spares: (client: Client) => boolean): void {
    this.publications.expectNobody();
    this.playlists.close();
    for (const client of [...this.clients.values()]) if (!spares(client)) client.connection.shutdown(description);
  }

  async #decide(client: Client, args: readonly AmfValue[]): Promise<Refusal | undefined> {
    const { life } = this;
    const unusable = life.isRunning ? undefined : await life.ready();
    const refusal = unusable ?? (await this.#arrivals.decide(client, args));
    if (refusal !== undefined || !life.hasEnded) return refusal;
    this.#arrivals.dismissed(client);
    return unloadedRefusal;
  }

  #giveAccess(client: Client): void {
    const { folderAccess, sampleAccess } = this.clientOptions;
    client.readAccess = folderAccess.read;
    client.writeAccess = folderAccess.write;
    client.audioSampleAccess = sampleAccess.audio ? '/' : '';
    client.videoSampleAccess = sampleAccess.video ? '/' : '';
    client.virtualKey = this.environment.virtualKeyOf(client.facts.agent) ?? '';
  }

  #close(): void {
    this.playlists.close();
    void this.recordings.close();
    void this.sharedObjects.objects.close();
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
