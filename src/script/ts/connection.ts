import type { Packed, PlainRecord } from '../protocol/bytes.js';
import type { CallAnswer } from '../protocol/script-events.js';
import { answeredValue } from './answered-value.js';
import { methodAnswer } from './method-answer.js';
import type { InstanceServer } from './instance-server.js';
import { Listeners } from './listeners.js';
import { Outcome } from './outcome.js';
import { packValues, unpackValue, unpackValues } from './packed-values.js';
import type { PublicationType } from './publication.js';
import { Publication } from './publication.js';
import { ServerError } from './server-error.js';
import type { SharedObject } from './shared-object.js';
import type { SharedObjectTable } from './shared-object-table.js';
import type { StatusInfo } from './status-info.js';
import { statusInfo } from './status-info.js';
import type { Stream } from './stream.js';

export interface ConnectOptions {
  /** What the application there gets in its onConnect. */
  readonly args?: readonly unknown[];
  readonly objectEncoding?: 0 | 3;
  /** What the other server may call here, by name. */
  readonly methods?: Readonly<Record<string, (...args: never[]) => unknown>>;
}

export interface PublishOptions {
  /** Its name there; left out: as it is called here. */
  readonly as?: string;
  readonly type?: PublicationType;
}

/** A NetConnection of this application to another server. */
export class Connection {
  readonly #status: Listeners<[info: StatusInfo]>;
  readonly #connected = new Outcome();
  readonly #publications = new Map<number, Publication>();
  readonly #methods: ReadonlyMap<string, (...args: never[]) => unknown>;
  #isConnected = false;

  /** Made by the server. */
  constructor(
    /** rtmp://, rtmps://, rtmpe://, or through HTTP rtmpt://, rtmpts:// or rtmpte://. */
    readonly url: string,
    readonly number: number,
    private readonly server: InstanceServer,
    private readonly objects: SharedObjectTable,
    options: ConnectOptions,
    private readonly closed: () => void,
  ) {
    this.#status = new Listeners(server, `onStatus of the connection to ${url}`);
    this.#methods = new Map(Object.entries(options.methods ?? {}));
    const { args = [], objectEncoding = 3 } = options;
    const failed = (error: unknown): void => this.#fail(error);
    server.ask('connection.open', number, url, packValues(args), objectEncoding).then((began) => {
      if (!began) failed(new ServerError(`${url} is no address that can be connected to.`));
    }, failed);
  }

  /** Resolves when it is connected; rejects with a ServerError. */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Calls a method there. Rejects with a CallError if it fails, or the connection is lost. */
  async call(method: string, ...args: unknown[]): Promise<unknown> {
    return answeredValue(await this.server.ask('connection.call', this.number, method, packValues(args), true));
  }

  /** Calls a method there without an answer. */
  send(method: string, ...args: unknown[]): void {
    this.server.tell('connection.call', this.number, method, packValues(args), false);
  }

  /** A shared object there. Rejects with a ServerError. */
  async sharedObject<State extends object = Record<string, unknown>>(
    name: string,
    { persistent = false }: { readonly persistent?: boolean } = {},
  ): Promise<SharedObject<State>> {
    return (await this.objects.open(name, persistent, this.number)) as unknown as SharedObject<State>;
  }

  /** Publishes a live stream of this instance there, as long as both last. */
  publish(stream: Stream, { as = stream.name, type = 'live' }: PublishOptions = {}): Publication {
    const number = this.server.nextNumber();
    const publication = new Publication(as, number, this.server, () => void this.#publications.delete(number));
    this.#publications.set(number, publication);
    this.server.tell('publishing.open', number, this.number);
    this.server.tell('publishing.attach', number, stream.name);
    this.server.tell('publishing.publish', number, as, type);
    return publication;
  }

  /** Calls `listener` with what happens to the connection. Answers what ends that. */
  onStatus(listener: (info: StatusInfo) => unknown): () => void {
    return this.#status.add(listener);
  }

  close(): void {
    this.server.tell('connection.close', this.number);
    this.#fail(new ServerError(`The connection to ${this.url} was closed.`));
  }

  /** By the server: the other side calls a method. */
  takeCall(method: string, args: Packed): Promise<CallAnswer> | CallAnswer {
    const called = this.#methods.get(method);
    if (called === undefined) return { answer: 'absent' };
    const where = `method ${method} of the connection to ${this.url}`;
    return methodAnswer(where, this.server, () => called(...(unpackValues(args) as never[])));
  }

  /** By the server. */
  takeStatus(packed: Packed): void {
    const info = statusInfo(unpackValue(packed) as Record<string, unknown>);
    if (info.code === 'NetConnection.Connect.Success') {
      this.#isConnected = true;
      this.#connected.succeeded();
    } else if (info.code.startsWith('NetConnection.Connect.')) {
      this.#fail(new ServerError(`${this.url}: ${info.code}: ${info.description}`));
    }
    this.#status.tell(info);
  }

  /** By the server: of a stream that is published over it. False if it is none of its. */
  takePublicationStatus(number: number, info: PlainRecord): boolean {
    const publication = this.#publications.get(number);
    publication?.takeStatus(info);
    return publication !== undefined;
  }

  #fail(error: unknown): void {
    this.#isConnected = false;
    this.#connected.failed(error);
    this.closed();
  }
}
