import type { ApplicationInstance } from '../../application/application-instance.js';
import type { HeldMedia } from '../../application/media-library.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName } from '../../application/stream-name.js';
import { FetchedSource } from '../../netconnection/client/fetched-source.js';
import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { Clock, Timer } from '../../time/clock.js';
import type { OperationFamily, TellScript } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';
import { statusRecord } from './status-record.js';

/** Milliseconds for which media is kept that nobody plays any more. */
const LINGER = 60_000;

/** One name whose media is at another server. */
class Proxied {
  #opening: Promise<FetchedSource | undefined> | undefined;
  #holders = 0;
  /** Runs while nobody holds it. */
  #linger: Timer | undefined;
  #isClosed = false;

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly clock: Clock,
    private readonly connection: OutgoingConnection,
    private readonly remoteName: string,
  ) {}

  /** All who hold it share one source. */
  async open(): Promise<HeldMedia | undefined> {
    const opening = (this.#opening ??= FetchedSource.open(this.connection, this.remoteName, this.clock));
    this.#holders++;
    this.#linger?.cancel();
    let isHeld = true;
    const release = (): void => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#holders === 0) this.#left();
    };
    try {
      const source = await opening;
      if (source !== undefined) {
        return { source, file: undefined, place: `${this.connection.uri} ${this.remoteName}`, size: 0, release };
      }
    } catch (error) {
      this.#forget();
      release();
      throw error;
    }
    this.#forget();
    release();
    return undefined;
  }

  /** Nobody is given it any more. */
  close(): void {
    this.#isClosed = true;
    this.#linger?.cancel();
    if (this.#holders === 0) this.#forget();
  }

  #left(): void {
    if (this.#isClosed) this.#forget();
    else this.#linger = this.clock.after(LINGER, () => this.#forget());
  }

  #forget(): void {
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.then(
      (source) => source && this.instance.media.segments.forget(source),
      () => undefined,
    );
  }
}

/** Serves `ProxyStream`: recorded media of other servers, which is fetched as it is played, and kept in memory alone. */
export class ProxyStreamOperations implements OperationFamily {
  readonly #proxied = new Map<string, { readonly name: StreamName; readonly media: Proxied }>();

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly tell: TellScript,
    private readonly clock: Clock,
    private readonly connection: (number: number) => OutgoingConnection | undefined,
  ) {}

  readonly handlers = {
    'proxyStream.from': (stream, connection, remoteName) => this.#from(stream, connection, remoteName),
  } satisfies OperationHandlers;

  close(): void {
    for (const stream of [...this.#proxied.keys()]) this.#end(stream);
  }

  #end(stream: string): void {
    const proxied = this.#proxied.get(stream);
    if (proxied === undefined) return;
    this.#proxied.delete(stream);
    this.instance.media.openElsewhere(proxied.name, undefined);
    proxied.media.close();
  }

  #from(stream: string, number: number | undefined, remoteName: string): void {
    const name = parseStreamName(stream);
    if (name === undefined) return this.#failed(stream, 'that is no name of a stream');
    this.#end(stream);
    if (number === undefined) return;
    const connection = this.connection(number);
    if (connection === undefined) return this.#failed(stream, 'there is no such connection');
    const media = new Proxied(this.instance, this.clock, connection, remoteName);
    if (this.instance.media.openElsewhere(name, () => media.open())) this.#proxied.set(stream, { name, media });
    else this.#failed(stream, 'there are too many');
  }

  #failed(stream: string, why: string): void {
    const text = `${stream} is not taken from another server: ${why}.`;
    this.tell('proxyStream.status', stream, statusRecord('NetStream.Failed', text, stream));
  }
}
