import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import type { AuditTrail } from '../admin/api/audit-trail.js';
import type { ConfigurationDesk } from '../admin/api/configuration-desk.js';
import { Bandwidth } from '../admin/fms/bandwidth.js';
import { FmsApi } from '../admin/fms/fms-api.js';
import type { FmsChange } from '../admin/fms/fms-api.js';
import { FmsConnection } from '../admin/fms/fms-connection.js';
import { fmsRoutes } from '../admin/fms/fms-routes.js';
import { StreamUses } from '../admin/fms/stream-uses.js';
import type { ServerView } from '../admin/server-view.js';
import type { RtmpGuest } from '../net/http-server.js';
import type { MessageTransport } from '../netconnection/message-transport.js';
import { RtmpTransport } from '../transport/rtmp-transport.js';
import type { AfterglowServer } from './afterglow-server.js';
import { fmsHouse } from './fms-house.js';
import { rtmpTransportOptions } from './room-options.js';
import { tokens } from './tokens.js';

/** The administration API of FMS of a running server, over HTTP and RTMP. */
export class FmsAdministration {
  readonly #api: FmsApi;
  readonly #stopWatching: () => void;
  readonly #open = new Set<MessageTransport>();

  constructor(
    private readonly rooms: DependencyContainer,
    private readonly server: AfterglowServer,
    view: ServerView,
    editor: ConfigurationDesk,
    audited: (change: FmsChange) => void,
  ) {
    const clock = rooms.resolve(tokens.clock);
    const logger = rooms.resolve(tokens.logger);
    const uses = new StreamUses(clock);
    this.#stopWatching = rooms.resolve(tokens.witness).add(uses);
    this.#api = new FmsApi(
      {
        ...{ view, uses, clock, house: fmsHouse(rooms, server, editor), bandwidth: new Bandwidth(clock) },
        administrators: () => this.#open.size,
        pages: rooms.resolve(tokens.pages),
        control: rooms.resolve(tokens.control),
        accounts: rooms.resolve(tokens.accounts),
      },
      audited,
      (method, error) => logger.error('a method of the administration API of FMS failed', { method, error }),
    );
  }

  /** Takes who speaks RTMP on the administration address. */
  get rtmp(): RtmpGuest | undefined {
    const [running] = this.server.adaptors;
    if (running === undefined) return undefined;
    return { certificates: running.certificates, accept: (stream, since) => this.#accept(stream, since) };
  }

  /** Offers it over HTTP. */
  routes(http: FastifyInstance): void {
    const clock = this.rooms.resolve(tokens.clock);
    const now = (): Date => new Date(clock.date());
    fmsRoutes(http, this.#api, this.rooms.resolve(tokens.users), () => this.#settings, now);
  }

  /** Ends it, and with it who is connected: nobody waits for a console that stays. */
  close(): void {
    this.#stopWatching();
    for (const transport of this.#open) transport.close('shutdown');
  }

  #accept(...[stream, since]: Parameters<RtmpGuest['accept']>): void {
    const { rooms, server } = this;
    const [clock, crypto] = [rooms.resolve(tokens.clock), rooms.resolve(tokens.crypto)];
    const logger = rooms.resolve(tokens.logger).child({ address: stream.remoteAddress });
    const options = rtmpTransportOptions(server.configuration.adaptors[0]!);
    const means = { api: this.#api, users: rooms.resolve(tokens.users), isEnabled: () => this.#settings.enable };
    const open = (transport: MessageTransport): FmsConnection => {
      this.#open.add(transport);
      const left = (): void => void this.#open.delete(transport);
      return new FmsConnection(transport, { ...means, clock, logger, left });
    };
    new RtmpTransport(stream, 'rtmp', { clock, crypto, options, open, since }, logger).start();
  }

  get #settings() {
    return this.server.configuration.server.adminServer.fms;
  }
}

/** What the audit log says of a change, and the number of what came of it. */
export function auditOf({ user, address, method, target, answer }: FmsChange): Parameters<AuditTrail['record']> {
  const isRefused = answer.code === 'NetConnection.Connect.Rejected';
  const result = answer.level === 'status' ? 'done' : isRefused ? 'refused' : 'failed';
  const status = { done: 200, refused: 403, failed: 409 }[result];
  return [{ user, by: 'fms', address, action: method, target, details: {}, result }, status];
}
