import type { PlainRecord } from '../protocol/bytes.js';
import type { InstanceServer } from './instance-server.js';
import { Listeners } from './listeners.js';
import { Outcome } from './outcome.js';
import { packValues } from './packed-values.js';
import { ServerError } from './server-error.js';
import type { StatusInfo } from './status-info.js';
import { statusInfo } from './status-info.js';

export type PublicationType = 'live' | 'record' | 'append' | 'appendWithGap';

/** A live stream of this instance that is published to another server. */
export class Publication {
  readonly #status: Listeners<[info: StatusInfo]>;
  readonly #started = new Outcome();

  /** Made by the server. */
  constructor(
    /** Its name there. */
    readonly name: string,
    private readonly number: number,
    private readonly server: InstanceServer,
    private readonly closed: () => void,
  ) {
    this.#status = new Listeners(server, `onStatus of the publication ${name}`);
  }

  /** Resolves when the other server takes it; rejects with a ServerError if it does not. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  /** Sends a data message along with it. */
  send(handler: string, ...args: unknown[]): void {
    this.server.tell('publishing.send', this.number, handler, packValues(args));
  }

  /** Seconds that were published. */
  time(): Promise<number> {
    return this.server.ask('publishing.time', this.number);
  }

  /** Calls `listener` with what the other server says. Answers what ends that. */
  onStatus(listener: (info: StatusInfo) => unknown): () => void {
    return this.#status.add(listener);
  }

  /** Publishes no more. */
  close(): void {
    this.closed();
    this.server.tell('publishing.close', this.number);
    this.#started.failed(new ServerError(`${this.name}: closed before it was published`));
  }

  /** By the server. */
  takeStatus(record: PlainRecord): void {
    const info = statusInfo(record);
    if (info.code === 'NetStream.Publish.Start') this.#started.succeeded();
    else if (info.level === 'error') this.#started.failed(new ServerError(`${info.code}: ${info.description}`));
    this.#status.tell(info);
  }
}
