import type { ApplicationInstance } from '../application/application-instance.js';
import type { Client } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';
import type { InstanceCompanion } from '../application/instance-companion.js';
import type { RestreamRun } from '../application/restream-control.js';
import type { StreamName } from '../application/stream-name.js';
import { liveName } from '../application/stream-name.js';
import { OutgoingPublication } from '../netconnection/client/outgoing-publication.js';
import type { Timer } from '../time/clock.js';
import type { RestreamRule } from './restream-rule.js';
import { isAbout } from './restream-rule.js';
import type { RestreamWay, WayMeans } from './restream-way.js';
import { SourceWay } from './source-way.js';
import { placeOnWay, StreamTakers } from './stream-takers.js';
import { TargetWay } from './target-way.js';

/** Streams of one instance that may be on their way at a time. */
const MAX_WAYS = 1000;
/** Milliseconds that a player waits for a source that is taken because of it; then it plays what there is. */
const PATIENCE = 5000;
/** Milliseconds between two looks whether sources on demand are played. */
const LOOK_INTERVAL = 1000;

/** What the targets and sources of one instance need. */
export interface InstanceRestreamsMeans extends Omit<WayMeans, 'connections'> {
  /** Tells this instance from all others of the server. */
  readonly place: string;
  /** Those of this instance, as of now. */
  readonly rules: () => readonly RestreamRule[];
  readonly connections: (rule: RestreamRule) => WayMeans['connections'];
  /** Milliseconds. */
  readonly linger: () => number;
  readonly closed: () => void;
  /** A stream is on its way no more. */
  readonly ended: (rule: RestreamRule, run: RestreamRun) => void;
}

interface Entry {
  readonly rule: RestreamRule;
  readonly written: string;
  readonly ways: Map<string, RestreamWay>;
}

interface Demand {
  readonly entry: Entry;
  readonly way: SourceWay;
  /** Players that wait for it. */
  waiting: number;
  /** Of the clock: since when nobody plays it. */
  idleSince: number;
}

/** The targets and sources of one application instance, while it runs. */
export class InstanceRestreams implements InstanceCompanion {
  readonly name = 'restream';
  readonly #entries = new Map<string, Entry>();
  /** By stream. */
  readonly #demands = new Map<string, Demand>();
  readonly #takers = new StreamTakers((stream) => this.#wayOf(stream));
  #instance: ApplicationInstance | undefined;
  #unwatch: (() => void) | undefined;
  #timer: Timer | undefined;
  #count = 0;

  constructor(private readonly means: InstanceRestreamsMeans) {}

  get isBusy(): boolean {
    return [...this.#entries.values()].some(({ rule }) => rule.enabled && rule.kind === 'source' && !rule.onDemand);
  }

  attend(instance: ApplicationInstance): void {
    this.#instance = instance;
    this.#unwatch ??= instance.streams.watchAll((stream) => this.#changed(stream));
    this.refresh();
  }

  /** There are other rules, or may be. What is as it was goes on. */
  refresh(): void {
    if (this.#instance === undefined) return;
    const rules = new Map(this.means.rules().map((rule) => [rule.id, rule]));
    for (const [id, entry] of this.#entries) {
      const rule = rules.get(id);
      if (rule !== undefined && JSON.stringify(rule) === entry.written) rules.delete(id);
      else this.#remove(entry);
    }
    for (const rule of rules.values()) this.#add(rule);
  }

  serves(instance: ApplicationInstance): boolean {
    return this.#instance === instance;
  }

  runs(id: string): RestreamRun[] {
    return [...(this.#entries.get(id)?.ways.values() ?? [])].map(({ run }) => run);
  }

  retry(id: string): void {
    for (const way of this.#entries.get(id)?.ways.values() ?? []) way.retry();
  }

  close(): void {
    this.#unwatch?.();
    this.#timer?.cancel();
    for (const entry of [...this.#entries.values()]) this.#remove(entry);
    this.#instance = undefined;
    this.means.closed();
  }

  /** A server that sends on, or asks for, what came from here or goes back there would have it go round for ever. */
  onConnect({ facts: { via } }: Client): Refusal | undefined {
    return via?.includes(this.means.serverId) === true ? circular : undefined;
  }

  /** Who plays what is taken on demand waits until it is there, or cannot be. */
  onPlay(client: Client, { type, name }: StreamName): Promise<Refusal | undefined> | Refusal | undefined {
    const stream = liveName({ type, name, query: '' });
    const ways = [...this.#entries.values()].map((entry) => entry.ways.get(stream));
    if (ways.some((way) => way instanceof SourceWay && way.comesFrom(client.facts))) return mutual;
    // Who has left meanwhile takes nothing.
    if (this.#instance?.clients.get(client.id) === client) this.#takers.came(client, stream);
    if (this.#isPublished(stream)) return undefined;
    const demand = this.#demand(stream, client.facts.via);
    if (demand === undefined) return undefined;
    demand.waiting++;
    return demand.way.settled(PATIENCE).then(() => {
      demand.waiting--;
      demand.idleSince = this.means.clock.now();
      return undefined;
    });
  }

  onStop(client: Client, { type, name }: StreamName): void {
    this.#takers.left(client, liveName({ type, name, query: '' }));
  }

  onDisconnect(client: Client): void {
    this.#takers.left(client);
  }

  mayPlay(): undefined {
    return undefined;
  }

  #demand(stream: string, via: readonly string[] | undefined): Demand | undefined {
    const known = this.#demands.get(stream);
    if (known !== undefined) return known;
    const entries = [...this.#entries.values()];
    const entry = entries.find(({ rule }) => rule.enabled && rule.onDemand && isAbout(rule, stream));
    const way = entry && this.#open(entry, stream, via);
    if (!(way instanceof SourceWay) || entry === undefined) return undefined;
    const demand = { entry, way, waiting: 0, idleSince: this.means.clock.now() };
    this.#demands.set(stream, demand);
    way.start();
    this.#timer ??= this.means.clock.after(LOOK_INTERVAL, () => this.#look());
    return demand;
  }

  /** Ends what was taken because somebody played it, and nobody does any more. */
  #look(): void {
    const { clock, linger } = this.means;
    const now = clock.now();
    for (const [stream, demand] of this.#demands) {
      if (demand.waiting > 0 || this.#isPlayed(stream)) demand.idleSince = now;
      else if (now - demand.idleSince >= Math.max(linger(), LOOK_INTERVAL)) this.#end(demand.entry, stream);
    }
    this.#timer = this.#demands.size === 0 ? undefined : clock.after(LOOK_INTERVAL, () => this.#look());
  }

  #isPlayed(stream: string): boolean {
    const players = this.#instance?.streams.find(stream)?.players ?? new Set();
    return [...players].some(({ sink }) => sink.isRecorder !== true && !(sink instanceof OutgoingPublication));
  }

  #isPublished(stream: string): boolean {
    return this.#instance?.streams.find(stream)?.publisher !== undefined;
  }

  /** The places by which a stream comes, or would if it were published there; that here is the first. */
  #wayOf(stream: string): readonly string[] {
    const publisher = this.#instance?.streams.find(stream)?.publisher;
    const ways = [...this.#entries.values()].map((entry) => entry.ways.get(stream));
    const source = ways.find((way) => way instanceof SourceWay && (publisher === undefined || publisher === way));
    const here = placeOnWay(this.means.serverId, this.means.place, stream);
    return [here, ...(source instanceof SourceWay ? source.way : [])];
  }

  /** Somebody publishes a stream, or nobody does any more. */
  #changed(stream: string): void {
    this.#takers.changed(stream);
    const isPublished = this.#isPublished(stream);
    for (const entry of this.#entries.values()) {
      const { rule, ways } = entry;
      if (rule.kind !== 'target' || !rule.enabled || !isAbout(rule, stream)) continue;
      if (!isPublished) this.#end(entry, stream);
      else if (!ways.has(stream)) this.#open(entry, stream)?.start();
    }
  }

  #add(rule: RestreamRule): void {
    const entry: Entry = { rule, written: JSON.stringify(rule), ways: new Map() };
    this.#entries.set(rule.id, entry);
    if (!rule.enabled || this.#instance === undefined) return;
    if (rule.kind === 'target') {
      for (const { name } of [...this.#instance.streams.all()]) {
        if (isAbout(rule, name) && this.#isPublished(name)) this.#open(entry, name)?.start();
      }
    } else if (!rule.onDemand) {
      this.#open(entry, rule.stream)?.start();
    }
  }

  #open(entry: Entry, stream: string, via?: readonly string[]): RestreamWay | undefined {
    const { rule, ways } = entry;
    const { clock, logger, random, connections, serverId } = this.means;
    if (this.#instance === undefined) return undefined;
    if (this.#count >= MAX_WAYS) {
      logger.warn(`a stream is not sent on or taken: this instance has ${MAX_WAYS} on their way`, { stream });
      return undefined;
    }
    const means: WayMeans = { clock, logger, random, serverId, connections: connections(rule) };
    const way =
      rule.kind === 'target'
        ? new TargetWay(rule, stream, this.#instance, means)
        : new SourceWay(rule, stream, this.#instance, means, {
            ...{ via, here: placeOnWay(serverId, this.means.place, stream) },
            wayChanged: () => this.#takers.changed(stream),
          });
    ways.set(stream, way);
    this.#count++;
    return way;
  }

  #remove(entry: Entry): void {
    for (const stream of [...entry.ways.keys()]) this.#end(entry, stream);
    this.#entries.delete(entry.rule.id);
  }

  #end(entry: Entry, stream: string): void {
    const way = entry.ways.get(stream);
    if (way === undefined) return;
    entry.ways.delete(stream);
    if (this.#demands.get(stream)?.entry === entry) this.#demands.delete(stream);
    this.#count--;
    way.stop();
    this.means.ended(entry.rule, way.run);
  }
}

const circular: Refusal = {
  rule: 'a stream that comes from this server does not come back',
  reason: 'denied',
  description: 'The way leads in a circle: it has been at this server already.',
};

const mutual: Refusal = {
  rule: 'restream.sources: what is taken from a server is not given back to it',
  reason: 'denied',
  description:
    'The way leads in a circle: this stream is taken from the server that asks for it. End one of the two sources.',
};
