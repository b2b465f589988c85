import type { AmfValue } from '../amf/value.js';
import type { Logger } from '../log/logger.js';
import type { LiveStream } from '../stream/live-stream.js';
import { LiveStreams } from '../stream/live-streams.js';
import type { Publisher } from '../stream/publisher.js';
import type { ApplicationEnvironment, NetStreamLimit } from './application-environment.js';
import type { ApplicationOptions, ClientOptions, IngestOptions } from './application-options.js';
import type { Client } from './client.js';
import type { ApplicationPlace, Awaitable, Hook, PublishType } from './hook.js';
import type { Refusal } from './refusal.js';
import type { SafeName } from './safe-name.js';
import { printable } from './safe-name.js';
import type { StreamName } from './stream-name.js';

interface Publication {
  readonly client: Client;
  readonly stream: StreamName;
  readonly live: LiveStream;
}

/**
 * A running instance of an application: its clients and its streams, unknown to every other instance.
 * Whatever wants in, by any transport, comes through here and so through the hooks.
 */
export class ApplicationInstance implements ApplicationPlace {
  readonly clients = new Map<string, Client>();
  readonly streams: LiveStreams;
  /** Since when nobody is connected any more (milliseconds, monotonic); undefined while somebody is, and before. */
  idleSince: number | undefined;
  #connecting = 0;
  readonly #publications = new Map<Publisher, Publication>();

  constructor(
    /** `application/instance`. */
    readonly path: string,
    readonly name: SafeName,
    private readonly environment: ApplicationEnvironment,
    private readonly options: () => ApplicationOptions,
    private readonly hooks: readonly Hook[],
    readonly logger: Logger,
  ) {
    const { clock, pace } = environment;
    this.streams = new LiveStreams(clock, pace, () => this.options().live);
  }

  get clientOptions(): ClientOptions {
    return this.options().client;
  }

  get ingestOptions(): IngestOptions {
    return this.options().ingest;
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
      if (refusal !== undefined) return refusal;
      const refused = await this.#ask((hook) => hook.onConnect?.(client, this, args));
      if (refused === undefined) this.clients.set(client.id, client);
      return refused;
    } finally {
      this.#connecting--;
      this.#noteIdle();
    }
  }

  disconnect(client: Client): void {
    if (!this.clients.delete(client.id)) return;
    this.#tell((hook) => hook.onDisconnect?.(client, this));
    this.#noteIdle();
  }

  /** Gives `publisher` the stream of that name, if the hooks agree and nobody alive has it. */
  async publish(
    client: Client,
    stream: StreamName,
    type: PublishType,
    publisher: Publisher,
  ): Promise<LiveStream | Refusal> {
    const refusal = await this.#ask((hook) => hook.onPublish?.(client, stream, type));
    if (refusal !== undefined) return refusal;
    const name = liveName(stream);
    for (let present = this.#publisherOf(name); present !== undefined; present = this.#publisherOf(name)) {
      if (await this.#isThere(present)) return taken(name, present);
      if (this.#publisherOf(name) === present) this.#dismiss(present, name);
    }
    // From here on nothing is awaited: two who found the name free must not both take it.
    if (this.#publications.size >= this.options().maxStreams) {
      return limitReached('resourceLimits.maxStreams', 'streams', this.path);
    }
    const live = this.streams.open(name);
    live.attach(publisher);
    this.#publications.set(publisher, { client, stream, live });
    return live;
  }

  /** Ends what `publisher` publishes; one that lost its name before is ignored. */
  unpublish(publisher: Publisher): void {
    const publication = this.#publications.get(publisher);
    if (publication === undefined) return;
    const { client, stream, live } = publication;
    this.#publications.delete(publisher);
    live.detach(publisher);
    this.streams.release(live);
    this.#tell((hook) => hook.onUnpublish?.(client, stream));
  }

  /** Asks whether `client` may play; the stream to join is then {@link liveStream}. */
  play(client: Client, stream: StreamName): Promise<Refusal | undefined> {
    return this.#ask((hook) => hook.onPlay?.(client, stream));
  }

  /** The stream of that name; there need be no publisher yet. Whoever asks joins it in the same turn. */
  liveStream(stream: StreamName): LiveStream {
    return this.streams.open(liveName(stream));
  }

  /** Whether somebody publishes under this name now. */
  isLive(stream: StreamName): boolean {
    return this.streams.find(liveName(stream))?.publisher !== undefined;
  }

  stopped(client: Client, stream: StreamName, live: LiveStream): void {
    this.streams.release(live);
    this.#tell((hook) => hook.onStop?.(client, stream));
  }

  /** Disconnects everybody. */
  shutdown(description: string): void {
    for (const client of [...this.clients.values()]) client.connection.shutdown(description);
  }

  #refusesAtTheDoor({ facts: { protocol } }: Client): Refusal | undefined {
    if (this.options().disallowedProtocols.includes(protocol)) {
      return { rule: 'disallowedProtocols', reason: 'denied', description: `${protocol} is not allowed here.` };
    }
    if (this.clientCount < this.options().maxClients) return undefined;
    return limitReached('resourceLimits.maxClients', 'clients', this.path);
  }

  #publisherOf(name: string): Publisher | undefined {
    return this.streams.find(name)?.publisher;
  }

  /** Asks a publisher that is in the way whether it is still there. */
  async #isThere(publisher: Publisher): Promise<boolean> {
    const { publishTimeout } = this.options();
    return publishTimeout <= 0 || (await publisher.isAlive(publishTimeout));
  }

  #dismiss(publisher: Publisher, name: string): void {
    this.logger.warn('a publisher that no longer answers loses its name', { stream: name, client: publisher.clientId });
    this.unpublish(publisher);
    publisher.dismissed();
  }

  async #ask(question: (hook: Hook) => Awaitable<Refusal | undefined>): Promise<Refusal | undefined> {
    for (const hook of this.hooks) {
      try {
        const refusal = await question(hook);
        if (refusal !== undefined) return refusal;
      } catch (error) {
        this.logger.error('a hook failed, so what it was asked is refused', { hook: hook.name, error });
        return { rule: `hook ${hook.name} failed`, reason: 'failed', description: 'The application failed to answer.' };
      }
    }
    return undefined;
  }

  #tell(news: (hook: Hook) => void): void {
    for (const hook of this.hooks) {
      try {
        news(hook);
      } catch (error) {
        this.logger.error('a hook failed', { hook: hook.name, error });
      }
    }
  }

  #noteIdle(): void {
    if (this.clientCount === 0) this.idleSince = this.environment.clock.now();
  }
}

function taken(name: string, { clientId }: Publisher): Refusal {
  return {
    rule: `one publisher per name; ${clientId} has it`,
    reason: 'taken',
    description: `${name} is already being published.`,
  };
}

/** The key of a stream among the live ones: a prefix other than the usual one stays part of the name. */
function liveName(stream: StreamName): string {
  return stream.type === 'flv' ? stream.name : `${stream.type}:${stream.name}`;
}

function limitReached(rule: string, what: string, where: string): Refusal {
  return {
    rule,
    reason: 'limit',
    description: `[ Resource.Limit.Exceeded ] : ${printable(where)} has as many ${what} as it may have.`,
  };
}
