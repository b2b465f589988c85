import { adminRoutes } from '../admin/admin-routes.js';
import type { ServerView } from '../admin/server-view.js';
import { adaptorSnapshot } from '../application/server-snapshot.js';
import type { HostPort } from '../config/host-port.js';
import type { Logger } from '../log/logger.js';
import { HttpServer } from '../net/http-server.js';
import { systemClock } from '../net/system-clock.js';
import type { ListenAddress } from '../net/tcp-listener.js';
import { ProcessFacts } from '../process/process-facts.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { AfterglowServer } from './afterglow-server.js';

/** The administration address of a running server. */
export class Administration {
  readonly #http: HttpServer;
  readonly #facts = new ProcessFacts();

  constructor(
    private readonly server: AfterglowServer,
    private readonly pace: FlushPace,
    private readonly version: string,
    address: HostPort,
    logger: Logger,
  ) {
    this.#http = new HttpServer(address, logger);
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
    const { server, pace, version } = this;
    return {
      version,
      snapshot: () => server.adaptors.map(({ adaptor }) => adaptorSnapshot(adaptor, systemClock.now())),
      process: () => ({
        ...this.#facts.usage(),
        connections: server.connections,
        eventLoopDelay: this.#facts.eventLoopDelay(),
        sendingLoad: pace.load,
      }),
      notReady: () => (server.isRunning ? [] : ['the server is not accepting clients']),
    };
  }
}
