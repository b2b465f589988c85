import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import type { ApiContext } from '../admin/api/api-context.js';
import { apiRoutes } from '../admin/api/api-routes.js';
import { AuditTrail } from '../admin/api/audit-trail.js';
import type { ConfigurationDesk } from '../admin/api/configuration-desk.js';
import { EventFeed } from '../admin/api/event-feed.js';
import { GateEvents } from '../admin/api/gate-events.js';
import { KeyDesk } from '../admin/api/key-desk.js';
import { RefusalShelf } from '../admin/api/refusal-shelf.js';
import { Sampler } from '../admin/api/sampler.js';
import type { Server } from '../admin/api/schema/server.js';
import type { Link } from '../admin/api/schema/restream.js';
import type { ServerView } from '../admin/server-view.js';
import { KeyFile } from '../storage/key-file.js';
import type { AfterglowServer } from './afterglow-server.js';
import type { Links } from './links.js';
import { ruleFinder } from './rule-finder.js';
import { tokens } from './tokens.js';

/** The REST API of a running server. */
export class RestApi {
  readonly feed = new EventFeed();
  /** Who changed what, by whichever way. */
  readonly audit: AuditTrail;
  readonly #sampler: Sampler;
  readonly #endings: (() => void)[] = [];

  constructor(
    rooms: DependencyContainer,
    server: AfterglowServer,
    view: ServerView,
    http: FastifyInstance,
    configuration: ConfigurationDesk,
    listeners: () => Server['listeners'],
  ) {
    const [clock, logger, logs] = [
      rooms.resolve(tokens.clock),
      rooms.resolve(tokens.logger),
      rooms.resolve(tokens.logShelf),
    ];
    const { feed } = this;
    const pages = rooms.resolve(tokens.pages);
    const refusals = new RefusalShelf(clock, ruleFinder(rooms), (refusal, place) =>
      feed.tell('refusal', refusal, place),
    );
    this.audit = new AuditTrail(clock, (entry, status) => {
      feed.tell('audit', () => entry);
      const { user, address, by, action, target } = entry;
      rooms.resolve(tokens.logFiles).admin.write({ user, address, by, action, target, status });
    });
    this.#sampler = new Sampler(view, pages, feed, clock);
    const witness = rooms.resolve(tokens.witness);
    this.#endings.push(
      witness.add(refusals),
      witness.add(new GateEvents(feed, clock)),
      logs.listen((line) => feed.tell('log', line)),
    );
    const context: ApiContext = {
      ...{ view, pages, refusals, logs, feed, clock, logger, listeners, sampler: this.#sampler },
      audit: this.audit,
      logArchive: rooms.resolve(tokens.logFiles).folder,
      control: rooms.resolve(tokens.control),
      users: rooms.resolve(tokens.users),
      accounts: rooms.resolve(tokens.accounts),
      keys: new KeyDesk(new KeyFile(rooms.resolve(tokens.dataDir)), rooms.resolve(tokens.keys), clock),
      restreams: rooms.resolve(tokens.restreams).restreams,
      links: () => shownLinks(rooms.resolve(tokens.links).snapshot),
      configuration,
      sessionTimeout: () => server.configuration.server.adminServer.sessionTimeout,
    };
    apiRoutes(http, context);
  }

  start(): void {
    this.#sampler.start();
  }

  close(): void {
    this.#sampler.close();
    for (const end of this.#endings) end();
  }
}

function shownLinks({ edges, origins }: Links['snapshot']): Link[] {
  const passed = (link: Omit<Links['snapshot']['origins'][number], 'origin' | 'isOpen'>) => {
    const { bytesReceived: received = 0, bytesSent: sent = 0, streams = 0, streamsOpened = 0, roundTrip } = link;
    return { received, sent, streams, streamsOpened, ...(roundTrip === undefined ? {} : { roundTrip }) };
  };
  return [
    ...origins.map(({ origin, isOpen, ...link }) => ({
      ...({ id: `to ${origin}`, direction: 'to-origin', address: origin, open: isOpen } as const),
      ...passed(link),
    })),
    ...edges.map(({ address, server, ...link }) => ({
      ...({ id: `from ${server ?? address}`, direction: 'from-edge', address, open: true } as const),
      ...(server === undefined ? {} : { server }),
      ...passed(link),
    })),
  ];
}
