import { Readable } from 'node:stream';
import type { FastifyInstance, FastifySchema, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify';
import type { ApiContext } from '../../src/admin/api/api-context.js';
import { apiRoutes } from '../../src/admin/api/api-routes.js';
import { AuditTrail } from '../../src/admin/api/audit-trail.js';
import { EventFeed } from '../../src/admin/api/event-feed.js';
import { SESSION_COOKIE } from '../../src/admin/api/guard.js';
import { RefusalShelf } from '../../src/admin/api/refusal-shelf.js';
import type { AuditEntry } from '../../src/admin/api/schema/logs.js';
import type { Role } from '../../src/admin/api/schema/users.js';
import { addUser } from '../../src/admin/users/change-users.js';
import { UserAccess } from '../../src/admin/users/user-access.js';
import type { MediaWindow } from '../../src/admin/server-control.js';
import { HttpServer } from '../../src/net/http-server.js';
import type { UserRecords } from '../../src/storage/user-records.js';
import { ManualClock } from './manual-clock.js';
import { RecordingLogger } from './recording-logger.js';

/** Where everything is that the API tells of here, and what is in all of it. */
export const PLACE = {
  adaptor: '_defaultRoot_',
  virtualHost: '_defaultVHost_',
  application: 'live',
  instance: 'room',
} as const;
export const MARK = 'the-mark-of-what-is-there';
const THING = { ...PLACE, id: MARK, name: MARK, kind: 'target', place: PLACE, runs: [], reasons: [], changes: [] };
const PASSWORD = { scrypt: { cost: 2, blockSize: 1, parallelization: 1 }, salt: '', hash: '' };

export interface ApiRoute {
  readonly method: string;
  /** With its prefix and the names of its parameters. */
  readonly url: string;
  readonly config: NonNullable<RouteOptions['config']>;
  readonly schema: FastifySchema;
}

/** The whole REST API, around a server of which every question has an answer and every command is carried out. */
export class ApiRun {
  readonly clock = new ManualClock();
  readonly feed = new EventFeed();
  readonly users = new UserAccess(this.clock, () => 3_600_000);
  readonly audited: AuditEntry[] = [];
  /** Commands that were carried out at {@link PLACE}, or wherever they liked. */
  readonly commands: string[] = [];
  /** Commands that take time are carried out when it is fulfilled. */
  until: Promise<void> | undefined;
  readonly http: FastifyInstance = new HttpServer({ port: 0 }, new RecordingLogger()).routes;
  readonly routes: ApiRoute[] = [];
  /** Whether previews go on until they are ended by {@link previews}. */
  previewsLast = false;
  readonly previews: MediaWindow[] = [];
  #records: UserRecords = { users: [], tokens: [] };

  static async start(): Promise<ApiRun> {
    const run = new ApiRun();
    run.http.addHook('onRoute', ({ method, url, config = {}, schema = {} }) => {
      for (const one of [method].flat())
        if (url.startsWith('/api/v1/') && one !== 'HEAD') run.routes.push({ method: one, url, config, schema });
    });
    apiRoutes(run.http, run.#context());
    await run.http.ready();
    return run;
  }

  /** A user who is logged in. @returns the headers of a page of ours */
  login(name: string, role: Role, virtualHost?: string): Record<string, string> {
    this.#records = addUser({ name, role, virtualHost, password: PASSWORD }, 0)(this.#records).content;
    this.users.replace(this.#records);
    const { cookie, session } = this.users.sessions.begin(name, 0);
    return { cookie: `${SESSION_COOKIE}=${cookie}`, 'x-csrf-token': session.csrf };
  }

  /** Changes what a user is. */
  change(name: string, terms: { readonly role: Role }): void {
    const users = this.#records.users.map((one) => (one.name === name ? { ...one, ...terms } : one));
    this.users.replace({ ...this.#records, users });
  }

  /** Removes a user. */
  remove(name: string): void {
    const users = this.#records.users.filter((one) => one.name !== name);
    this.users.replace({ ...this.#records, users });
    this.#records = { ...this.#records, users };
  }

  ask(options: InjectOptions): Promise<LightMyRequestResponse> {
    return this.http.inject(options);
  }

  /** A stream that says what it is, and is over or goes on. */
  #preview(window: MediaWindow): () => void {
    window.write(Buffer.from(MARK));
    if (!this.previewsLast) queueMicrotask(() => window.end());
    else this.previews.push(window);
    return () => undefined;
  }

  #context(): ApiContext {
    const { clock, feed, users } = this;
    const list = { items: [THING], total: 1 };
    const refusals = new RefusalShelf(
      clock,
      () => undefined,
      () => undefined,
    );
    refusals.happened({
      event: 'publish',
      place: PLACE,
      stream: { type: 'live', name: MARK, query: '' },
      refusal: { rule: 'a rule', reason: 'denied', description: 'no' },
    } as unknown as Parameters<RefusalShelf['happened']>[0]);
    const context = {
      ...{ clock, feed, users, refusals, logger: new RecordingLogger(), sessionTimeout: () => 0 },
      view: {
        ...{ version: '1', uptime: () => 1, notReady: () => [], media: () => ({}) },
        webhooks: () => [{ url: MARK, requests: {} }],
        process: () => ({ startedAt: 0, connections: {} }),
      },
      pages: answering((name, [about]) => {
        if (name === 'adaptors') return [{ name: PLACE.adaptor }];
        if (name === 'virtualHosts') return [{ adaptor: PLACE.adaptor, name: PLACE.virtualHost, facts: MARK }];
        if (COUNTS.has(name)) return {};
        if (name === 'ailing') return isHere(about) ? [{ ...PLACE, reasons: [{ what: MARK }] }] : [];
        if (!isHere(about)) return LISTS.has(name) ? { items: [], total: 0 } : undefined;
        return LISTS.has(name) ? list : THING;
      }),
      control: answering((name, [about, , window]) => {
        if (name === 'bans') return [{ address: '192.0.2.1', reason: MARK }];
        if (!isHere(about)) return undefined;
        this.commands.push(name);
        if (name === 'preview') return this.#preview(window as MediaWindow);
        const made = CONTROL.get(name)?.(about) ?? THING;
        return this.until === undefined ? made : this.until.then(() => made);
      }),
      accounts: answering((_name, [about]) => {
        const who = typeof about === 'object' && about !== null && 'user' in about ? about.user : about;
        // Whose own it is may see it.
        return who === 'limited' ? {} : [THING];
      }),
      keys: answering(() => Promise.resolve(THING)),
      configuration: answering((name) => (name === 'schema' ? { type: 'object' } : THING)),
      restreams: answering((name) => {
        if (name === 'list') return [THING];
        if (name === 'find') return THING;
        this.commands.push(name);
        return name === 'remove' || name === 'retry' ? undefined : THING;
      }),
      links: () => [THING],
      sampler: { now: { eventLoopLoad: 0, eventLoopDelay: 0 }, history: { interval: 1, samples: [] } },
      logs: { page: () => list },
      logArchive: { list: () => Promise.resolve([THING]), search: () => Promise.resolve(list) },
      audit: new AuditTrail(clock, (entry) => void this.audited.push(entry)),
      listeners: () => ({}),
    };
    return context as unknown as ApiContext;
  }
}

const LISTS: ReadonlySet<string> = new Set([
  'applications',
  'instances',
  'clients',
  'streams',
  'players',
  'sharedObjects',
  'playlists',
]);

/** Numbers of the whole server, which everybody may see. */
const COUNTS: ReadonlySet<string> = new Set(['counts', 'requests', 'traffic']);

/** What commands answer who is not content with {@link THING}. */
const CONTROL = new Map<string, (about: unknown) => unknown>([
  ['mediaFiles', () => [{ ...THING, path: MARK, place: 'media' }]],
  ['mediaSize', () => MARK.length],
  ['readMediaFile', () => Readable.from([MARK])],
  ['keyFrame', () => Buffer.from(MARK)],
  ['unban', () => true],
]);

/** Whether a question is about what is here: about everything, about an id, or about that place. */
function isHere(about: unknown): boolean {
  if (typeof about !== 'object' || about === null) return true;
  const { adaptor = PLACE.adaptor, virtualHost = PLACE.virtualHost } = about as Partial<typeof PLACE>;
  return adaptor === PLACE.adaptor && virtualHost === PLACE.virtualHost;
}

/** Something with whatever methods are asked of it. */
function answering(answer: (name: string, args: readonly unknown[]) => unknown): object {
  return new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...args: unknown[]) =>
          answer(String(name), args),
    },
  );
}
