import type { AscHost } from '../guest/asc-host.js';
import type { EventAnswer, Guest } from '../guest/guest.js';
import type { Packed, Plain, PlainRecord } from '../protocol/bytes.js';
import type { InstanceSetup } from '../protocol/script-messages.js';
import type { ScriptEvent, ScriptEvents, Started } from '../protocol/script-events.js';
import { Application, ApplicationMeans } from './application-class.js';
import type { Callee } from './application-class.js';
import { AscRuntime } from './asc-runtime.js';
import { Client } from './client-class.js';
import { ClientEvents } from './client-events.js';
import { ConnectionUses } from './connection-uses.js';
import { defineGlobals } from './globals.js';
import { defineLibraries } from './define-libraries.js';
import { describePosition, describeThrown, LoadError } from './script-errors.js';
import { defineMozillaTraits } from './mozilla-traits.js';
import { defineNetGroups } from './net-groups.js';
import { defineNetStream } from './net-stream-class.js';
import { defineProxyStream } from './proxy-stream-class.js';
import { NetConnection } from './net-connection-class.js';
import { ScriptLoader } from './script-loader.js';
import { SharedObjectUses } from './shared-object-uses.js';
import { StreamUses } from './stream-uses.js';
import { defineTimers } from './timers.js';

/** All that main.asc is told; of who plays it hears nothing. */
const handled: readonly ScriptEvent[] = [
  'start',
  'connect',
  'disconnect',
  'call',
  'publish',
  'unpublish',
  'stopping',
  'status',
  'connection.call',
  'connection.status',
  'stream.status',
  'publishing.status',
  'proxyStream.status',
  'object.news',
  'object.message',
  'object.status',
];

type Handlers = {
  readonly [Name in ScriptEvent]?: (answered: EventAnswer | undefined, ...args: Parameters<ScriptEvents[Name]>) => void;
};

/** One instance of main.asc, in its realm. */
export class AscGuest implements Guest {
  readonly #runtime: AscRuntime;
  readonly #application: object;
  readonly #handlers: ReadonlyMap<string, (answered: EventAnswer | undefined, ...args: Plain[]) => void>;
  readonly #objects: SharedObjectUses;

  /** Runs the script. Throws an Error that says what is wrong and where. */
  constructor(host: AscHost, setup: InstanceSetup) {
    const runtime = new AscRuntime(host, setup);
    this.#runtime = runtime;
    defineMozillaTraits(runtime);
    defineTimers(runtime);
    const connections = new ConnectionUses(runtime, defineLibraries(runtime));
    const numberOf = (value: unknown): number | undefined => NetConnection.numberOf(value);
    this.#objects = new SharedObjectUses(runtime, numberOf);
    const streams = new StreamUses(runtime, numberOf);
    const calleeOf = (value: unknown): Callee | undefined =>
      connections.calleeOf(value) ?? clientCallee(runtime, Client.visitorOf(value)?.record.id);
    const means = new ApplicationMeans(runtime, calleeOf);
    runtime.defineClass('Client', Client);
    runtime.defineClass('Application', Application);
    const application = new Application(means);
    this.#application = application;
    runtime.define('application', application);
    defineNetGroups(runtime);
    const clients = new ClientEvents(runtime, application, means, (client) => new Client(client));
    this.#handlers = new Map(
      Object.entries(
        this.#family(clients, streams, connections, defineNetStream(runtime), defineProxyStream(runtime)),
      ) as [string, (answered: EventAnswer | undefined, ...args: Plain[]) => void][],
    );
    this.#load();
    runtime.onError = (info) => void runtime.handle(application, 'onStatus', info);
  }

  event(event: string, args: readonly Plain[], answered?: EventAnswer): void {
    const handler = this.#handlers.get(event);
    if (handler === undefined) answered?.(undefined);
    else handler(answered, ...args);
  }

  news(args: readonly Plain[]): void {
    this.#objects.overtake(...(args as Parameters<ScriptEvents['object.news']>));
  }

  close(): void {
    this.#runtime.close();
  }

  /** secure.asc, then the script. */
  #load(): void {
    const runtime = this.#runtime;
    const loader = new ScriptLoader(runtime);
    try {
      defineGlobals(runtime, loader);
      loader.load(relativeTo(runtime.setup.folder, runtime.setup.file));
    } catch (error) {
      throw new LoadError(this.#where(error), runtime.sources.positionOf(error));
    }
    loader.finish();
  }

  #family(
    clients: ClientEvents,
    streams: StreamUses,
    connections: ConnectionUses,
    publishingStatus: (publishing: number, info: PlainRecord) => void,
    proxyStreamStatus: (stream: string, info: PlainRecord) => void,
  ): Handlers {
    const runtime = this.#runtime;
    const application = this.#application;
    return {
      start: (answered) => {
        const thrown = runtime.turn(() => runtime.handle(application, 'onAppStart'));
        if (thrown === undefined) answered?.(undefined, { handles: handled } satisfies Started);
        else answered?.(`onAppStart failed: ${this.#where(thrown[0])}`);
      },
      stopping: (answered, code) => {
        let mayStop = true;
        const info = { code, level: 'status', description: '' };
        runtime.turn(() => (mayStop = runtime.handle(application, 'onAppStop', info) !== false));
        answered?.(undefined, mayStop || code === 'Application.Shutdown');
      },
      status: (_answered, info) => {
        runtime.turn(() => runtime.handle(application, 'onStatus', runtime.plain(info)));
      },
      connect: (answered, record, args) => clients.connect(record, args, answered),
      disconnect: (_answered, id) => clients.disconnect(id),
      call: (answered, id, method, args) => clients.call(id, method, args, answered),
      publish: (answered, id, record) => {
        const client = clients.get(id);
        const stream = streams.published(record);
        runtime.turn(() => client && runtime.handle(application, 'onPublish', client, stream));
        answered?.(undefined);
      },
      unpublish: (_answered, id, record) => {
        const client = clients.get(id);
        const stream = streams.published(record);
        runtime.turn(() => client && runtime.handle(application, 'onUnpublish', client, stream));
        streams.unpublished(stream);
      },
      'connection.call': (answered, number, method, args) => connections.call(number, method, args, answered),
      'connection.status': (_answered, number, info) => connections.status(number, info),
      'stream.status': (_answered, name, info) => streams.status(name, info),
      'publishing.status': (_answered, number, info) => publishingStatus(number, info),
      'proxyStream.status': (_answered, name, info) => proxyStreamStatus(name, info),
      'object.news': (_answered, ...news) => this.#objects.news(...news),
      'object.message': (_answered, number, handler, args) => this.#objects.message(number, handler, args),
      'object.status': (_answered, number, code, level) => this.#objects.status(number, code, level),
    };
  }

  #where(error: unknown): string {
    const position = this.#runtime.sources.positionOf(error);
    return `${position === undefined ? '' : `${describePosition(position)}: `}${describeThrown(error)}`;
  }
}

/** Calls of others are forwarded to a client. */
function clientCallee(runtime: AscRuntime, id: string | undefined): Callee | undefined {
  if (id === undefined) return undefined;
  return (method: string, args: Packed, settled) => {
    runtime.ask('client.call', [id, method, args, true], settled);
  };
}

/** As `load` would name it: with `/`, within the folder of the application. */
function relativeTo(folder: string, file: string): string {
  return file.startsWith(folder)
    ? file
        .slice(folder.length)
        .replace(/^[/\\]+/, '')
        .replaceAll('\\', '/')
    : file;
}
