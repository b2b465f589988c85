import type { DependencyContainer } from 'tsyringe';
import type { LogShelf } from '../admin/api/log-shelf.js';
import type { RecordedMediaSnapshot } from '../admin/server-view.js';
import type { ServerConfiguration } from '../config/configuration.js';
import type { TrustedProxies } from '../net/admission.js';
import { ConnectionLimits } from '../net/connection-limits.js';
import { HttpServer } from '../net/http-server.js';
import { WebSockets } from '../net/web-sockets.js';
import type { Clock } from '../time/clock.js';
import { rtmptRoutes } from '../net/rtmpt-routes.js';
import { Administration } from './administration.js';
import type { AfterglowServer } from './afterglow-server.js';
import type { HouseAddresses } from './house-addresses.js';
import { offerHls } from './offered-hls.js';
import { offerPages } from './offered-pages.js';
import { offerStreams } from './offered-streams.js';
import { openRemoting } from './remoting-gate.js';
import { httpLimitOptions, trustedProxies } from './room-options.js';
import { tokens } from './tokens.js';

/** All that one process serves: RTMP, the pages, the administration. */
export class House {
  readonly server: AfterglowServer;
  readonly #pages: HttpServer;
  readonly #administration: Administration;
  #proxies: TrustedProxies;
  readonly #limits: ConnectionLimits;
  readonly #logShelf: LogShelf;

  readonly #clock: Clock;

  constructor(rooms: DependencyContainer, version: string) {
    this.#clock = rooms.resolve(tokens.clock);
    const { http } = rooms.resolve(tokens.configuration).server;
    const logger = rooms.resolve(tokens.logger);
    this.server = rooms.resolve(tokens.server);
    this.#proxies = trustedProxies(http);
    this.#limits = new ConnectionLimits(httpLimitOptions(http));
    const webSockets = new WebSockets(() => this.#web.webSocket, logger);
    const certificates = this.server.adaptors[0]?.certificates;
    const tls = http.tls && certificates !== undefined ? { certificates } : {};
    this.#pages = new HttpServer(
      {
        ...http.hostPort,
        limits: this.#limits,
        origins: () => this.#web.cors.origins,
        webSockets,
        proxies: () => this.#proxies,
        ...tls,
      },
      logger,
    );
    offerPages(rooms, this.server, this.#pages.routes, version);
    rtmptRoutes(this.#pages.routes, (socket) => this.server.adaptorOf(socket)?.tunnel);
    offerStreams(rooms, this.server, this.#pages.routes, webSockets);
    offerHls(rooms, this.server, this.#pages.routes);
    openRemoting(rooms, this.server, this.#pages.routes);
    rooms.resolve(tokens.presence);
    this.#logShelf = rooms.resolve(tokens.logShelf);
    this.#administration = new Administration(
      rooms,
      this.server,
      {
        media: () => recordedMedia(rooms),
        webhooks: () => rooms.resolve(tokens.webhooks).snapshot,
        edges: () => ({
          links: rooms.resolve(tokens.links).totals,
          cache: rooms.resolve(tokens.edgeMedia).statistics,
        }),
        restreams: () => rooms.resolve(tokens.restreams).restreams.counts,
      },
      version,
      () => this.addresses,
    );
  }

  get addresses(): HouseAddresses {
    return { rtmp: this.server.addresses, http: this.#pages.boundTo, admin: this.#administration.address };
  }

  /** As it is configured now. */
  get #web(): ServerConfiguration['server']['http'] {
    return this.server.configuration.server.http;
  }

  /** Opens all doors, that of who watches first. Rejects if one cannot be opened; then none stays open. */
  async start(): Promise<void> {
    try {
      await this.#administration.start();
      // RTMP's port takes HTTP too, and hands it on.
      await this.#pages.start();
      await this.server.start((socket, proxied) => this.#pages.take(socket, proxied));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Takes over what a new configuration says, as far as that goes without a restart. No connection is dropped. */
  async reconfigure(configuration: ServerConfiguration): Promise<void> {
    const { http, logging } = configuration.server;
    this.#logShelf.level = logging.level;
    this.#proxies = trustedProxies(http);
    this.#limits.reconfigure(httpLimitOptions(http), this.#clock.now());
    await this.server.reconfigure(configuration);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.#pages.close();
    await this.#administration.close();
  }
}

function recordedMedia(rooms: DependencyContainer): RecordedMediaSnapshot {
  const { sources, files } = rooms.resolve(tokens.sources).counts;
  return { playing: sources, openFiles: files, cache: rooms.resolve(tokens.segments).statistics };
}
