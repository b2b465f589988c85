import { parseApplicationAddress } from '../application/application-address.js';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { ClientFacts } from '../application/client.js';
import { isRefusal } from '../application/refusal.js';
import type { RestreamRun } from '../application/restream-control.js';
import { liveName, parseStreamName } from '../application/stream-name.js';
import type { MediaBatch } from '../media/media-batch.js';
import type { MediaMessage } from '../media/media-message.js';
import { playRemote } from '../netconnection/client/play-remote.js';
import type { JoinedStream } from '../stream/joined-stream.js';
import type { LiveInput } from '../stream/live-input.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { Publisher } from '../stream/publisher.js';
import { SampledRate } from '../stream/sampled-rate.js';
import { isMetadata } from '../stream/slate-metadata.js';
import { SlatePublisher } from '../stream/slate-publisher.js';
import type { Timer } from '../time/clock.js';
import { Attempts } from './attempts.js';
import type { RestreamRule } from './restream-rule.js';
import { nameThere, withoutSecrets } from './restream-rule.js';
import type { RestreamWay, WayMeans } from './restream-way.js';
import { wayFields } from './restream-way.js';
import { decodeWay, WAY_CALL } from './stream-takers.js';
import { Visit } from './visit.js';

/** Milliseconds without any media after which a server that said it would send some is left, and asked again. */
const SILENCE = 30_000;
const SAMPLE_INTERVAL = 1000;
const CIRCLE =
  'The way leads in a circle: the server takes this stream, over others, from this one. End one of the sources.';

/** Takes a live stream from another server, and publishes it here as long as it is published there. */
export class SourceWay implements RestreamWay, MessageSink, Publisher {
  /** As a publisher. */
  readonly clientId = 'restream';
  readonly address = undefined;
  readonly queuedBytes = 0;
  readonly #attempts: Attempts;
  #visit: Visit | undefined;
  /** The id of the other server while it is visited, if it is an Afterglow. */
  #server: string | undefined;
  /** The places by which it comes, as that one says. */
  #way: readonly string[] = [];
  #joined: JoinedStream | undefined;
  #input: LiveInput | undefined;
  #timer: Timer | undefined;
  /** Of the clock, when something came last. */
  #heardAt = 0;
  #messages = 0;
  #bytes = 0;
  readonly #rate = new SampledRate();
  #sampledAt = 0;
  /** Told when it is published, or could not be. */
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly rule: RestreamRule,
    private readonly stream: string,
    private readonly instance: ApplicationInstance,
    private readonly means: WayMeans,
    private readonly demand: {
      /** The servers by which somebody asks for it, if it is taken on demand. */
      readonly via?: readonly string[] | undefined;
      /** What this stream is called here, on its way. */
      readonly here: string;
      /** It comes by another way than before. */
      readonly wayChanged: () => void;
    },
  ) {
    const { clock, random } = means;
    this.#attempts = new Attempts({ clock, random, attempt: () => this.#attempt() });
  }

  get run(): RestreamRun {
    return {
      stream: this.stream,
      ...this.#attempts.facts,
      messages: this.#messages,
      bytes: this.#bytes,
      rate: this.#rate.perSecond(this.means.clock.now()),
      lost: 0,
      queuedBytes: 0,
    };
  }

  /** The places by which it comes here, the nearest first; none while no server is visited that says so. */
  get way(): readonly string[] {
    return this.#way;
  }

  start(): void {
    this.#attempts.begin();
  }

  retry(): void {
    this.#attempts.begin();
  }

  stop(): void {
    this.#attempts.stop();
    this.#end(false);
    this.#settle();
  }

  /** Whether this is what a server publishes there that wants to take it from here: then each would wait for the other. */
  comesFrom({ via, takenAs }: ClientFacts): boolean {
    if (takenAs === undefined || this.#server === undefined || via?.at(-1) !== this.#server) return false;
    const { app, tcUrl } = this.rule.address;
    const address = parseApplicationAddress(app, tcUrl);
    const name = parseStreamName(nameThere(this.rule, this.stream));
    if (address === undefined || name === undefined) return false;
    return takenAs === `${address.application}/${address.instance}/${liveName(name)}`;
  }

  /** Resolves when the stream is published here, or could not be, or after `timeout` milliseconds. */
  settled(timeout: number): Promise<void> {
    if (this.#input !== undefined || this.#attempts.state === 'waiting') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.means.clock.after(timeout, resolve);
      this.#waiting.push(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  /** The other server begins to send it. */
  published(): void {
    const { streams, publications } = this.instance;
    const name = parseStreamName(this.stream);
    const present = streams.find(this.stream)?.publisher;
    const isTaken = present !== undefined && present !== this && !(present instanceof SlatePublisher);
    if (name === undefined || isTaken) return this.#visit?.fail('Somebody else publishes a stream of that name here.');
    const input = publications.feed(name, this);
    if (isRefusal(input)) return this.#visit?.fail(input.description);
    this.#input = input;
    this.#heardAt = this.means.clock.now();
    this.#attempts.running();
    this.#watch();
    this.means.logger.info('a live stream is taken from a source', this.#place);
    this.#settle();
  }

  write(batch: MediaBatch): void {
    const now = this.means.clock.now();
    this.#heardAt = now;
    for (const message of batch.messages) this.#take(message);
    if (now - this.#sampledAt < SAMPLE_INTERVAL) return;
    this.#sampledAt = now;
    this.#rate.sample(this.#bytes, now);
  }

  unpublished(): void {
    this.#attempts.pausing();
    this.#unpublish(false);
  }

  ended(): void {
    this.#visit?.fail('The server does not have this stream, or does not let it be played.');
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(this.#input !== undefined);
  }

  dismissed(): void {
    this.#visit?.fail('Somebody else was given the stream here.');
  }

  #attempt(): void {
    const { application, instance } = this.rule.place;
    const edgeStream = `${application}/${instance}/${this.stream}`;
    const fields = { ...wayFields(this.demand.via, this.means.serverId), edgeStream };
    this.#visit = new Visit(this.rule.address, fields, this.means.connections, {
      connected: (connection, serverId) => {
        this.#server = serverId;
        const item = { name: nameThere(this.rule, this.stream), start: 'live' } as const;
        this.#joined = playRemote(connection, item, this, (why) => this.#visit?.fail(why));
      },
      over: (why) => this.#failed(why),
      called: (method, [text]) => {
        if (method === WAY_CALL) this.#comesBy(decodeWay(text));
      },
    });
  }

  /** One of those who wait for each other leaves, the same one each time; the others may hear of a publisher yet. */
  #comesBy(way: readonly string[] | undefined): void {
    const { here, wayChanged } = this.demand;
    if (way === undefined) return this.#visit?.fail(CIRCLE);
    const circle = way.includes(here) ? way.slice(0, way.indexOf(here)) : undefined;
    if (circle?.every((place) => place < here) === true) return this.#visit?.fail(CIRCLE);
    this.#way = circle ?? way;
    wayChanged();
  }

  #take(message: MediaMessage): void {
    this.#messages++;
    this.#bytes += message.payload.length;
    if (isMetadata(message)) this.#input?.setDataFrame('onMetaData', message);
    else this.#input?.receive(message);
  }

  #failed(why: string): void {
    this.#end(true);
    const shown = withoutSecrets(this.rule, why);
    const { failures, failure } = this.#attempts.facts;
    const isNew = failures === 0 || failure?.why !== shown;
    const retryIn = this.#attempts.failed(shown);
    this.#settle();
    if (retryIn === undefined) return;
    const level = isNew ? 'warn' : 'debug';
    this.means.logger[level]('a source gives nothing; it is tried again', { ...this.#place, why: shown, retryIn });
  }

  /** Looks whether something still comes. */
  #watch(): void {
    const { clock } = this.means;
    this.#timer?.cancel();
    this.#timer = clock.after(Math.max(0, this.#heardAt + SILENCE - clock.now()), () => {
      if (clock.now() - this.#heardAt >= SILENCE) this.#visit?.fail('The server sends nothing any more.');
      else this.#watch();
    });
  }

  /** @param lost without a word, so that it may come back */
  #end(lost: boolean): void {
    this.#unpublish(lost);
    this.#joined?.leave();
    this.#joined = undefined;
    this.#visit?.leave();
    this.#visit = undefined;
    this.#server = undefined;
    if (this.#way.length === 0) return;
    this.#way = [];
    this.demand.wayChanged();
  }

  #unpublish(lost: boolean): void {
    this.#timer?.cancel();
    if (this.#input === undefined) return;
    this.#input = undefined;
    this.instance.publications.unpublish(this, lost);
  }

  #settle(): void {
    for (const settled of this.#waiting.splice(0)) settled();
  }

  get #place(): Record<string, unknown> {
    const { host, port } = this.rule.address;
    return { restream: this.rule.id, stream: this.stream, server: host, port };
  }
}
