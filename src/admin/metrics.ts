import { Gauge, Registry } from 'prom-client';
import type { ApplicationSnapshot } from '../application/server-snapshot.js';
import type { PlayerSnapshot } from '../stream/live-stream-snapshot.js';
import type { ServerView } from './server-view.js';

/** Applications that get lines of their own; a peer cannot make more by connecting to what does not exist. */
const MAX_APPLICATIONS = 100;

type Labels = Readonly<Record<string, string>>;

/**
 * The metrics of the server for Prometheus. Everything is read when it is asked for: between two
 * scrapes they cost nothing.
 */
export class Metrics {
  readonly #registry = new Registry();

  constructor(private readonly view: ServerView) {}

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text of one scrape. */
  async scrape(): Promise<string> {
    this.#registry.clear();
    this.#process();
    const applications = this.view.snapshot().flatMap(({ name: adaptor, virtualHosts }) =>
      virtualHosts.flatMap(({ name: vhost, applications }) =>
        applications.map((application) => ({
          labels: { adaptor, vhost, application: application.name },
          application,
        })),
      ),
    );
    for (const { labels, application } of applications.slice(0, MAX_APPLICATIONS))
      this.#application(labels, application);
    return this.#registry.metrics();
  }

  #process(): void {
    const { version } = this.view;
    const process = this.view.process();
    const { connections } = process;
    this.#set('afterglow_info', 'The version that runs.', 1, { version });
    this.#set('afterglow_uptime_seconds', 'Seconds since the start.', process.uptime);
    this.#set('afterglow_connections', 'Connections that are open.', connections.open);
    this.#set('afterglow_connections_accepted_total', 'Connections accepted since the start.', connections.accepted);
    this.#set('afterglow_connections_refused_total', 'Connections refused at the door.', connections.refused);
    this.#set('process_resident_memory_bytes', 'Resident memory.', process.residentMemory);
    this.#set('process_heap_used_bytes', 'JavaScript heap in use.', process.heapUsed);
    this.#set('process_cpu_user_seconds_total', 'Processor time in user mode.', process.cpuUser);
    this.#set('process_cpu_system_seconds_total', 'Processor time in system mode.', process.cpuSystem);
    this.#set('afterglow_sending_load_ratio', 'Part of the time spent on sending live streams.', process.sendingLoad);
    for (const [quantile, value] of Object.entries(process.eventLoopDelay)) {
      const help = 'How late the event loop was since the last scrape.';
      this.#set('afterglow_event_loop_delay_milliseconds', help, value, { quantile });
    }
  }

  #application(labels: Labels, { instances }: ApplicationSnapshot): void {
    const clients = instances.flatMap((instance) => instance.clients);
    const streams = instances.flatMap((instance) => instance.streams);
    const published = streams.filter(({ publisher }) => publisher !== undefined);
    const players = streams.flatMap((stream) => stream.players);
    this.#set('afterglow_instances', 'Application instances that run.', instances.length, labels);
    this.#set('afterglow_clients', 'Clients that are connected.', clients.length, labels);
    this.#set('afterglow_streams_published', 'Live streams with a publisher.', published.length, labels);
    this.#set('afterglow_players', 'Players of live streams.', players.length, labels);
    const inbound = sum(published.map(({ health }) => health.bytesPerSecond));
    this.#set('afterglow_published_bytes_per_second', 'Media received from publishers.', inbound, labels);
    this.#set(
      'afterglow_player_queue_bytes',
      'Bytes that wait for players.',
      sum(players.map((player) => player.queuedBytes)),
      labels,
    );
    for (const kind of ['disposable', 'inter', 'key', 'audio'] as const) {
      const help = 'Messages that the present players lost because they were slow.';
      this.#set('afterglow_player_drops', help, sum(players.map(lost(kind))), { ...labels, kind });
    }
  }

  #set(name: string, help: string, value: number, labels: Labels = {}): void {
    const labelNames = Object.keys(labels);
    const known = this.#registry.getSingleMetric(name) as Gauge | undefined;
    const gauge = known ?? new Gauge({ name, help, labelNames, registers: [this.#registry] });
    gauge.set(labels, value);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function lost(kind: keyof PlayerSnapshot['drops']): (player: PlayerSnapshot) => number {
  return ({ drops }) => drops[kind];
}
