import type { DependencyContainer } from 'tsyringe';
import { adminRoutes } from '../admin/admin-routes.js';
import type { ServerView } from '../admin/server-view.js';
import { adaptorSnapshot } from '../application/server-snapshot.js';
import { HttpServer } from '../net/http-server.js';
import type { ListenAddress } from '../net/tcp-listener.js';
import { ProcessFacts } from '../process/process-facts.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { Clock } from '../time/clock.js';
import type { AfterglowServer } from './afterglow-server.js';
import { openEditor } from './configuration/open-editor.js';
import { offerConsole } from './console.js';
import type { HouseAddresses } from './house-addresses.js';
import { shownListeners } from './house-addresses.js';
import { auditOf, FmsAdministration } from './fms-administration.js';
import type { Presence } from './pages/presence.js';
import { RestApi } from './rest-api.js';
import { tokens } from './tokens.js';

/** The administration address of a running server. */
export class Administration {
  readonly #http: HttpServer;
  readonly #facts: ProcessFacts;
  readonly #api: RestApi;
  readonly #fms: FmsAdministration;
  readonly #pace: FlushPace;
  readonly #clock: Clock;
  readonly #presence: Presence;

  constructor(
    rooms: DependencyContainer,
    private readonly server: AfterglowServer,
    private readonly guests: Pick<ServerView, 'media' | 'webhooks' | 'edges' | 'restreams'>,
    private readonly version: string,
    addresses: () => HouseAddresses,
  ) {
    this.#pace = rooms.resolve(tokens.pace);
    this.#clock = rooms.resolve(tokens.clock);
    this.#presence = rooms.resolve(tokens.presence);
    this.#facts = new ProcessFacts(this.#clock);
    const view = this.#view();
    const editor = openEditor(rooms, server);
    this.#fms = new FmsAdministration(rooms, server, view, editor, (change) =>
      this.#api.audit.record(...auditOf(change)),
    );
    const { rtmp } = this.#fms;
    const { hostPort, tls } = server.configuration.server.adminServer;
    const options = {
      ...hostPort,
      localNames: () => server.configuration.server.adminServer.names.map((name) => name.toLowerCase()),
      ...(rtmp === undefined ? {} : { rtmp, ...(tls ? { certificates: rtmp.certificates } : {}) }),
    };
    this.#http = new HttpServer(options, rooms.resolve(tokens.logger));
    const { routes } = this.#http;
    adminRoutes(routes, view);
    offerConsole(routes);
    this.#api = new RestApi(rooms, server, view, routes, editor, () => shownListeners(addresses()));
    this.#fms.routes(routes);
  }

  get address(): ListenAddress {
    return this.#http.boundTo;
  }

  async start(): Promise<void> {
    this.#facts.start();
    this.#api.start();
    await this.#http.start();
  }

  async close(): Promise<void> {
    this.#facts.close();
    this.#api.close();
    this.#fms.close();
    await this.#http.close();
  }

  #view(): ServerView {
    const [server, pace, clock, version] = [this.server, this.#pace, this.#clock, this.version];
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
      tunnels: () => server.adaptors.map(({ tunnel }) => tunnel.sessions.traffic.snapshot),
      turnedAway: () => this.#presence.turnedAway,
      ...this.guests,
      notReady: () => (server.isRunning ? [] : ['the server is not accepting clients']),
    };
  }
}
