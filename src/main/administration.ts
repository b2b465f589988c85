import { adminRoutes } from '../admin/admin-routes.js';
import type { ServerView } from '../admin/server-view.js';
import { adaptorSnapshot } from '../application/server-snapshot.js';
import type { HostPort } from '../config/host-port.js';
import type { Logger } from '../log/logger.js';
import { HttpServer } from '../net/http-server.js';
import type { ListenAddress } from '../net/tcp-listener.js';
import { ProcessFacts } from '../process/process-facts.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { Clock } from '../time/clock.js';
import type { AfterglowServer } from './afterglow-server.js';

/** The administration address of a running server. */
export class Administration {
  readonly #http: HttpServer;
  readonly #facts: ProcessFacts;

  constructor(
    private readonly server: AfterglowServer,
    private readonly guests: Pick<ServerView, 'media' | 'webhooks'>,
    private readonly pace: FlushPace,
    private readonly clock: Clock,
    private readonly version: string,
    address: HostPort,
    logger: Logger,
  ) {
    this.#facts = new ProcessFacts(clock);
    this.#http = new HttpServer({ ...address, localNamesOnly: true }, logger);
    adminRoutes(this.#http.routes, this.#view());
  }

  get address(): ListenAddress {
    return this.#http.boundTo;
  }

  async start(): Promise<void> {
    this.#facts.start();
    await this.#http.start();
  }

  async close(): Promise<void> {
    this.#facts.close();
    await this.#http.close();
  }

  #view(): ServerView {
    const { server, pace, clock, version } = this;
    return {
      version,
      uptime: () => this.#facts.uptime,
      snapshot: () => server.adaptors.map(({ adaptor }) => adaptorSnapshot(adaptor, clock.now())),
      process: () => ({
        ...this.#facts.facts(),
        connections: server.connections,
        keyExchanges: server.keyExchanges,
        sendingLoad: pace.load,
      }),
      ...this.guests,
      notReady: () => (server.isRunning ? [] : ['the server is not accepting clients']),
    };
  }
}
