import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import type { AuditTrail } from '../admin/api/audit-trail.js';
import { FmsApi } from '../admin/fms/fms-api.js';
import type { FmsChange } from '../admin/fms/fms-api.js';
import { FmsConnection } from '../admin/fms/fms-connection.js';
import type { FmsHouse, HostPlace } from '../admin/fms/fms-context.js';
import { fmsRoutes } from '../admin/fms/fms-routes.js';
import { StreamUses } from '../admin/fms/stream-uses.js';
import { ControlError } from '../admin/server-control.js';
import type { ServerView } from '../admin/server-view.js';
import { parseSafeName } from '../application/safe-name.js';
import { applicationSettings } from '../config/configuration.js';
import type { RtmpGuest } from '../net/http-server.js';
import type { MessageTransport } from '../netconnection/message-transport.js';
import { RtmpTransport } from '../transport/rtmp-transport.js';
import type { AfterglowServer } from './afterglow-server.js';
import { machineLoad } from './machine-load.js';
import { rtmpTransportOptions } from './room-options.js';
import { tokens } from './tokens.js';

/** Milliseconds after which the server ends that was told to: whoever told it hears that it was heard. */
const STOP_DELAY = 100;

/** The administration API of FMS of a running server, over HTTP and RTMP. */
export class FmsAdministration {
  readonly #api: FmsApi;
  readonly #stopWatching: () => void;

  constructor(
    private readonly rooms: DependencyContainer,
    private readonly server: AfterglowServer,
    view: ServerView,
    audited: (change: FmsChange) => void,
  ) {
    const clock = rooms.resolve(tokens.clock);
    const logger = rooms.resolve(tokens.logger);
    const uses = new StreamUses(clock);
    this.#stopWatching = rooms.resolve(tokens.witness).add(uses);
    this.#api = new FmsApi(
      {
        ...{ view, uses, clock, house: fmsHouse(rooms, server) },
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

  close(): void {
    this.#stopWatching();
  }

  #accept(...[stream, since]: Parameters<RtmpGuest['accept']>): void {
    const { rooms, server } = this;
    const [clock, crypto] = [rooms.resolve(tokens.clock), rooms.resolve(tokens.crypto)];
    const logger = rooms.resolve(tokens.logger).child({ address: stream.remoteAddress });
    const options = rtmpTransportOptions(server.configuration.adaptors[0]!);
    const means = { api: this.#api, users: rooms.resolve(tokens.users), isEnabled: () => this.#settings.enable };
    const open = (transport: MessageTransport): FmsConnection =>
      new FmsConnection(transport, { ...means, clock, logger });
    new RtmpTransport(stream, 'rtmp', { clock, crypto, options, open, since }, logger).start();
  }

  get #settings() {
    return this.server.configuration.server.adminServer.fms;
  }
}

/** What the audit log says of a change, and the number of what came of it. */
export function auditOf({ principal, address, method, target, answer }: FmsChange): Parameters<AuditTrail['record']> {
  const isRefused = answer.code === 'NetConnection.Connect.Rejected';
  const result = answer.level === 'status' ? 'done' : isRefused ? 'refused' : 'failed';
  const status = { done: 200, refused: 403, failed: 409 }[result];
  return [{ user: principal.user, by: 'fms', address, action: method, target, details: {}, result }, status];
}

function fmsHouse(rooms: DependencyContainer, server: AfterglowServer): FmsHouse {
  const clock = rooms.resolve(tokens.clock);
  const hostAt = ({ adaptor, virtualHost }: HostPlace) =>
    server.configuration.adaptors
      .find(({ name }) => name === adaptor)
      ?.virtualHosts.find(({ name }) => name === virtualHost);
  const folderOf = (place: HostPlace, name: string): { folder: string; known: string | undefined } => {
    const host = hostAt(place);
    const [appsDir] = host?.appsDir ?? [];
    if (host === undefined || appsDir === undefined)
      throw new ControlError('not-found', `There is no virtual host ${place.adaptor}/${place.virtualHost}.`);
    const safe = parseSafeName(name);
    if (safe === undefined || safe.includes('/') || safe.startsWith('.'))
      throw new ControlError('invalid', 'This is no name for an application: use letters, digits, - and _.');
    return { folder: join(appsDir, safe), known: host.applicationFolders.get(safe) };
  };
  return {
    load: machineLoad(clock),
    async addApplication(place, name) {
      const { folder } = folderOf(place, name);
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') throw new ControlError('conflict', `There is an application ${name} already.`);
        throw error;
      });
      process.emit('SIGHUP', 'SIGHUP');
    },
    async removeApplication(place, name) {
      const { folder, known } = folderOf(place, name);
      if (known === undefined && !(await isThere(folder)))
        throw new ControlError('not-found', `There is no application ${name}.`);
      await rm(known ?? folder, { recursive: true, force: true });
      process.emit('SIGHUP', 'SIGHUP');
    },
    setting(place, application, path) {
      const { server: settings, adaptors } = server.configuration;
      const adaptor = adaptors.find(({ name }) => name === place.adaptor);
      const host = hostAt(place);
      const [level = ''] = path;
      const levels = new Map<string, unknown>([
        ['server', settings],
        ['adaptor', adaptor],
        ['vhost', host],
        [
          'application',
          host && (application === undefined ? host.applicationDefaults : applicationSettings(host, application)),
        ],
      ]);
      const [root, rest] = levels.has(level) ? [levels.get(level), path.slice(1)] : [settings, path];
      let found = root;
      for (const name of rest) {
        const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, name);
        found = isThere ? (found as Readonly<Record<string, unknown>>)[name] : undefined;
      }
      return found;
    },
    reload() {
      process.emit('SIGHUP', 'SIGHUP');
      return Promise.resolve();
    },
    stop: () => void clock.after(STOP_DELAY, () => process.emit('SIGTERM', 'SIGTERM')),
    collectGarbage: () => void globalThis.gc?.(),
  };
}

/** Whether a folder is there of which the configuration does not know yet. */
function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
