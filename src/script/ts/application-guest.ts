import type { EventAnswer, Guest } from '../guest/guest.js';
import type { GuestHost } from '../guest/guest-host.js';
import type { Packed, Plain } from '../protocol/bytes.js';
import type {
  CallAnswer,
  ClientRecord,
  ConnectAnswer,
  ScriptEvent,
  ScriptEvents,
  Started,
  StreamRecord,
} from '../protocol/script-events.js';
import type { InstanceSetup } from '../protocol/script-messages.js';
import { Application } from './application.js';
import type { ApplicationTypes } from './application-types.js';
import { Client } from './client.js';
import { ClientList } from './clients.js';
import { ConnectionTable } from './connection-table.js';
import type { ApplicationDefinition } from './define-application.js';
import { errorLine, errorReport } from './error-report.js';
import type { ClientStream, Handlers, Method, Methods, PublishType, Verdict } from './handlers.js';
import { checkHandlers } from './handlers.js';
import { InstanceServer } from './instance-server.js';
import { methodAnswer } from './method-answer.js';
import { packValues, unpackValue, unpackValues } from './packed-values.js';
import { Rejection } from './rejection.js';
import { SharedObjectTable } from './shared-object-table.js';
import { statusInfo } from './status-info.js';
import { StreamTable } from './stream-table.js';
import { isThenable } from './thenable.js';

type Types = ApplicationTypes;
type Served = { readonly [Name in ScriptEvent]?: (...args: Parameters<ScriptEvents[Name]>) => unknown };

/** What a client is told when a handler that decides about it throws. */
const FAILED = 'The application failed.';
/** What the guest itself must be told, whatever handlers there are. */
const ALWAYS: readonly ScriptEvent[] = [
  ...(['start', 'suspend', 'connect', 'disconnect', 'call', 'stopping'] as const),
  ...(['connection.call', 'connection.status', 'stream.status', 'publishing.status'] as const),
  ...(['object.news', 'object.message', 'object.status'] as const),
];
/** What it is told only if there is a handler for it. */
const OF_HANDLERS = {
  publish: 'onPublish',
  unpublish: 'onUnpublish',
  play: 'onPlay',
  stop: 'onPlayEnd',
  status: 'onStatus',
} as const;

/** An instance of an application that was made with `defineApplication`, as the thread that runs it sees it. */
export class ApplicationGuest implements Guest {
  readonly #server: InstanceServer;
  readonly #clients = new ClientList<Types>();
  readonly #objects: SharedObjectTable;
  readonly #streams: StreamTable;
  readonly #connections = new ConnectionTable();
  readonly #events: ReadonlyMap<string, (...args: never[]) => unknown>;
  #handlers: Handlers<Types, Methods<Types>> = {};
  #methods: ReadonlyMap<string, Method<Types>> = new Map<string, Method<Types>>();

  constructor(
    private readonly definition: ApplicationDefinition,
    private readonly host: GuestHost,
    private readonly setup: InstanceSetup,
  ) {
    this.#server = new InstanceServer(host, (where, error) => host.log(errorReport(where, error, setup.folder)));
    this.#objects = new SharedObjectTable(this.#server);
    this.#streams = new StreamTable(this.#server);
    this.#events = new Map(Object.entries(this.#served()));
  }

  event(event: string, args: readonly Plain[], answered?: EventAnswer): void {
    const failed = (error: unknown): void => answered?.(errorLine(error, this.setup.folder));
    try {
      const answer = this.#events.get(event)?.(...(args as never[]));
      if (isThenable(answer)) answer.then((value) => answered?.(undefined, value as Plain), failed);
      else answered?.(undefined, answer as Plain);
    } catch (error) {
      this.#server.report(event, error);
      failed(error);
    }
  }

  close(): void {
    this.#handlers = {};
    this.#methods = new Map();
  }

  #served(): Served {
    return {
      start: (state) => this.#start(state),
      suspend: () => this.#suspend(),
      connect: (record, args) => this.#connect(record, args),
      disconnect: (id) => this.#disconnect(id),
      call: (id, method, args) => this.#call(id, method, args),
      publish: (id, stream, type) =>
        this.#decide('onPublish', id, (client) =>
          this.#handlers.onPublish?.(client, clientStream(stream), type as PublishType),
        ),
      unpublish: (id, stream) =>
        this.#tell('onUnpublish', id, (client) => this.#handlers.onUnpublish?.(client, clientStream(stream))),
      play: (id, stream) =>
        this.#decide('onPlay', id, (client) => this.#handlers.onPlay?.(client, clientStream(stream))),
      stop: (id, stream) =>
        this.#tell('onPlayEnd', id, (client) => this.#handlers.onPlayEnd?.(client, clientStream(stream))),
      stopping: (code) => this.#stopping(code),
      status: (info) => this.#server.run('onStatus', () => this.#handlers.onStatus?.(statusInfo(info))),
      'connection.call': (connection, method, args) => this.#connections.call(connection, method, args),
      'connection.status': (connection, info) => this.#connections.status(connection, info),
      'stream.status': (stream, info) => this.#streams.status(stream, info),
      'publishing.status': (publishing, info) => this.#connections.publicationStatus(publishing, info),
      'object.news': (object, ...news) => this.#objects.news(object, ...news),
      'object.message': (object, handler, args) => this.#objects.message(object, handler, args),
      'object.status': (object, code) => {
        const name = this.#objects.nameOf(object) ?? 'that is closed';
        this.host.log({ level: 'warning', text: `the shared object ${name}: ${code}` });
      },
    };
  }

  async #start(state: Packed | undefined): Promise<Started> {
    const { setup } = this;
    const parts = { server: this.#server, objects: this.#objects, streams: this.#streams };
    const app = new Application({ ...parts, setup, clients: this.#clients, connections: this.#connections });
    try {
      const handlers: unknown = await this.definition.setup(app);
      checkHandlers(handlers);
      this.#handlers = handlers;
      this.#methods = new Map(Object.entries(handlers.methods ?? {}));
      if (state !== undefined) await handlers.onResume?.(unpackValue(state));
      await handlers.onStart?.();
    } catch (error) {
      this.#server.report('the start', error);
      throw error;
    }
    return { handles: this.#handled() };
  }

  #handled(): readonly ScriptEvent[] {
    const handlers = this.#handlers;
    const wanted = Object.entries(OF_HANDLERS).filter(([, handler]) => handlers[handler] !== undefined);
    return [...ALWAYS, ...wanted.map(([event]) => event as ScriptEvent)];
  }

  /** What it cannot hand over is lost, and said in the log. */
  async #suspend(): Promise<Packed | undefined> {
    try {
      const state: unknown = await this.#handlers.onSuspend?.();
      return state === undefined ? undefined : packValues([state]);
    } catch (error) {
      this.#server.report('onSuspend', error);
      return undefined;
    }
  }

  /** Who is let in at once is in for the next who comes, and heard of when it goes, however fast that is. */
  #connect(record: ClientRecord, args: Packed): ConnectAnswer | Promise<ConnectAnswer> {
    const client = new Client<Types>(record, this.#server, () => this.#clients.knows(record.id));
    this.#clients.comes(client);
    const verdict = this.#verdict('onConnect', () => this.#handlers.onConnect?.(client, ...unpackValues(args)));
    if (!(verdict instanceof Promise)) return this.#decided(client, verdict);
    return verdict.then((later) => this.#decided(client, later));
  }

  #decided(client: Client<Types>, verdict: Rejection | undefined): ConnectAnswer {
    if (verdict === undefined) {
      this.#clients.enters(client);
      return { answer: 'accept' };
    }
    this.#clients.leaves(client.id);
    const { description, data, url } = verdict;
    return {
      answer: 'reject',
      description,
      ...(data === undefined ? {} : { data: packValues([data]) }),
      ...(url === undefined ? {} : { redirect: url }),
    };
  }

  #disconnect(id: string): void {
    const client = this.#clients.leaves(id);
    if (client !== undefined) this.#server.run('onDisconnect', () => this.#handlers.onDisconnect?.(client));
  }

  #call(id: string, name: string, args: Packed): CallAnswer | Promise<CallAnswer> {
    const method = this.#methods.get(name);
    const client = this.#clients.get(id);
    if (method === undefined || client === undefined) return { answer: 'absent' };
    return methodAnswer(`method ${name}`, this.#server, () => method(client, ...unpackValues(args)));
  }

  async #decide(
    where: string,
    id: string,
    handler: (client: Client<Types>) => Verdict | Promise<Verdict>,
  ): Promise<string | undefined> {
    const client = this.#clients.get(id);
    if (client === undefined) return undefined;
    return (await this.#verdict(where, () => handler(client)))?.description;
  }

  #tell(where: string, id: string, handler: (client: Client<Types>) => unknown): void {
    const client = this.#clients.get(id);
    if (client !== undefined) this.#server.run(where, () => handler(client));
  }

  /** Undefined if it may be. A handler that throws refuses. Nothing is waited for that is decided at once. */
  #verdict(
    where: string,
    decide: () => Verdict | Promise<Verdict>,
  ): Rejection | undefined | Promise<Rejection | undefined> {
    const failed = (error: unknown): Rejection => {
      this.#server.report(where, error);
      return new Rejection(FAILED);
    };
    try {
      const verdict = decide();
      return isLater(verdict) ? Promise.resolve(verdict).then(rejectionOf).catch(failed) : rejectionOf(verdict);
    } catch (error) {
      return failed(error);
    }
  }

  async #stopping(code: 'Application.GC' | 'Application.Shutdown'): Promise<boolean> {
    const isIdle = code === 'Application.GC';
    try {
      if (isIdle && (await this.#handlers.onIdle?.()) === false) return false;
      await this.#handlers.onShutdown?.(isIdle ? 'idle' : 'shutdown');
    } catch (error) {
      this.#server.report(isIdle ? 'onIdle or onShutdown' : 'onShutdown', error);
    }
    return true;
  }
}

function rejectionOf(verdict: Verdict): Rejection | undefined {
  if (verdict === false) return new Rejection('Refused by the application.');
  return verdict instanceof Rejection ? verdict : undefined;
}

function isLater(verdict: Verdict | Promise<Verdict>): verdict is Promise<Verdict> {
  return typeof verdict === 'object' && 'then' in verdict;
}

function clientStream({ name, type, query }: StreamRecord): ClientStream {
  return { name, type, query: new URLSearchParams(query) };
}
