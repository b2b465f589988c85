import type { Logger } from '../log/logger.js';
import type { CodecNews } from '../stream/codec-news.js';
import type { LiveInput } from '../stream/live-input.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { LiveStreams } from '../stream/live-streams.js';
import { PublisherLine } from '../stream/publisher-line.js';
import type { Publisher } from '../stream/publisher.js';
import type { Clock } from '../time/clock.js';
import type { AccessTrail } from './access-trail.js';
import type { ApplicationOptions } from './application-options.js';
import type { ApplicationPlace } from './application-place.js';
import type { ApplicationTotals } from './application-totals.js';
import type { Client } from './client.js';
import type { PublishType } from './hook.js';
import type { HookChain } from './hook-chain.js';
import { limitReached, nameTaken } from './instance-refusals.js';
import type { RecordingListener } from './recording.js';
import type { Recordings } from './recordings.js';
import type { Refusal } from './refusal.js';
import { isRefusal } from './refusal.js';
import type { RemotePublication, RemotePublications } from './remote-publications.js';
import { slateLog } from './slate-log.js';
import type { StreamName } from './stream-name.js';
import { liveName } from './stream-name.js';

/** What publications need of their instance. */
export interface PublicationsMeans {
  readonly clock: Clock;
  readonly hooks: HookChain;
  readonly logger: Logger;
  readonly options: () => ApplicationOptions;
  readonly recordings: Recordings;
  readonly streams: LiveStreams;
  readonly totals: ApplicationTotals;
  readonly trail: AccessTrail;
  /** Where what clients publish goes, if not to the streams of this instance. */
  readonly remote: RemotePublications | undefined;
}

interface Publication {
  /** Undefined for the server itself. */
  readonly client: Client | undefined;
  readonly stream: StreamName;
  readonly line: PublisherLine;
  readonly input: LiveInput;
  /** Where it goes, if not to a stream of this instance. */
  readonly remote?: RemotePublication;
}

/** Who publishes what in an application instance: clients, and the server itself. */
export class Publications {
  readonly #publications = new Map<Publisher, Publication>();
  /** Of the streams that are published, by name. */
  readonly #lines = new Map<string, PublisherLine>();
  #isShuttingDown = false;

  constructor(
    private readonly place: ApplicationPlace,
    private readonly means: PublicationsMeans,
  ) {}

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
    const { hooks, recordings } = this.means;
    const refusal = await hooks.ask((hook) => hook.onPublish?.(client, stream, type));
    if (refusal !== undefined) return this.#answered(client, stream, refusal);
    if (this.means.remote !== undefined)
      return this.#publishElsewhere(this.means.remote, client, stream, type, publisher, recording);
    const name = liveName(stream);
    const dead = await this.#deadPublisher(name);
    // From here on nothing is awaited: two who found the name free must not both take it.
    const full = this.#refusesOneMore(dead !== undefined);
    if (full !== undefined) return this.#answered(client, stream, full);
    const line = this.#openLine(name);
    const input = this.#letIn(line, publisher, dead);
    if (input === undefined) return this.#answered(client, stream, nameTaken(name, line.present));
    this.#answered(client, stream, undefined);
    this.#publications.set(publisher, { client, stream, line, input });
    if (dead !== undefined) this.#dismiss(dead, name);
    const isNext = input.state !== 'waiting';
    recordings.published({ client, stream, type, publisher, isNext }, recording);
    return input;
  }

  async #publishElsewhere(
    remote: RemotePublications,
    client: Client,
    stream: StreamName,
    type: PublishType,
    publisher: Publisher,
    recording: RecordingListener | undefined,
  ): Promise<LiveInput | Refusal> {
    const full = this.#refusesOneMore(false);
    if (full !== undefined) return this.#answered(client, stream, full);
    const taken = await remote.publish(client, stream, type, recording, (why) => {
      this.unpublish(publisher, true);
      publisher.dismissed(why);
    });
    if (isRefusal(taken)) return this.#answered(client, stream, taken);
    const atOnce = () => ({ grace: 0, slate: undefined });
    const line = new PublisherLine(taken.live, this.means.clock, atOnce, {
      ended: () => undefined,
      slateShown: () => undefined,
    });
    const input = line.admit(publisher);
    this.#answered(client, stream, undefined);
    this.#publications.set(publisher, { client, stream, line, input, remote: taken });
    return input;
  }

  /** The server itself publishes, in the place of whoever does, from its first key frame on. Hooks are told, and not asked. */
  feed(stream: StreamName, publisher: Publisher): LiveInput | Refusal {
    const name = liveName(stream);
    const full = this.#refusesOneMore(this.#lines.get(name)?.present !== undefined);
    if (full !== undefined) return full;
    const line = this.#openLine(name);
    const input = line.admit(publisher);
    this.#publications.set(publisher, { client: undefined, stream, line, input });
    this.means.recordings.published({ client: undefined, stream, type: 'live', publisher, isNext: true }, undefined);
    this.means.trail.published(undefined, stream);
    this.means.hooks.tell((hook) => hook.onServerPublish?.(this.place, stream));
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
    const { client, stream, line, input, remote } = publication;
    this.#publications.delete(publisher);
    line.leave(input, lost);
    remote?.end(lost);
    this.means.recordings.unpublished(publisher, lost);
    this.means.trail.unpublished(client, stream, input.receivedBytes, lost);
    this.means.hooks.tell((hook) => {
      if (client === undefined) hook.onServerUnpublish?.(this.place, stream);
      else hook.onUnpublish?.(client, stream);
    });
  }

  /** What `publisher` publishes has another codec, or its first; a slate is nobody's. */
  codec(publisher: Publisher, news: CodecNews): void {
    const publication = this.#publications.get(publisher);
    if (publication !== undefined) this.means.trail.codec(publication.client, publication.stream, news);
  }

  /** A player, or a recording, has left that stream. */
  left(live: LiveStream): void {
    this.#lines.get(live.name)?.playerLeft();
    this.means.streams.release(live);
  }

  /** Publishers that go are not waited for from now on, nor is anything shown in their place. */
  expectNobody(): void {
    this.#isShuttingDown = true;
  }

  /** Counts and tells how a client was answered that wants to publish. */
  #answered<Answer extends Refusal | undefined>(client: Client, stream: StreamName, refusal: Answer): Answer {
    this.means.trail.published(client, stream, refusal);
    return this.means.totals.answered('publish', refusal);
  }

  /** @param replaces another goes for the one that comes */
  #refusesOneMore(replaces: boolean): Refusal | undefined {
    const others = this.#publications.size - (replaces ? 1 : 0);
    if (others < this.means.options().maxStreams) return undefined;
    return limitReached('resourceLimits.maxStreams', 'streams', this.place.path);
  }

  /** The publisher that has the name if it does not answer any more; asks only where that decides. */
  async #deadPublisher(name: string): Promise<Publisher | undefined> {
    const { secondPublisher, publishTimeout } = this.means.options();
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
    switch (this.means.options().secondPublisher) {
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
    const { clock, logger, options, recordings, streams } = this.means;
    const live = streams.open(name);
    const terms = () => (this.#isShuttingDown ? { grace: 0, slate: undefined } : options().onLoss);
    const log = slateLog(logger, name);
    const line = new PublisherLine(live, clock, terms, {
      ended: () => {
        this.#lines.delete(name);
        streams.release(live);
      },
      slateShown: (slate, before) => {
        log(slate, before);
        recordings.interrupted(live);
      },
    });
    this.#lines.set(name, line);
    return line;
  }

  #dismiss(publisher: Publisher, name: string): void {
    const { clientId: client } = publisher;
    this.means.logger.warn('a publisher that no longer answers loses its name', { stream: name, client });
    this.unpublish(publisher, true);
    publisher.dismissed('no-answer');
  }
}
