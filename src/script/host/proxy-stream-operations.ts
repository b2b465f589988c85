import type { ApplicationInstance } from '../../application/application-instance.js';
import type { StreamName } from '../../application/stream-name.js';
import { parseStreamName } from '../../application/stream-name.js';
import { FetchedMedia } from '../../netconnection/client/fetched-media.js';
import { FetchedSource } from '../../netconnection/client/fetched-source.js';
import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { Clock } from '../../time/clock.js';
import type { OperationFamily, TellScript } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';
import { statusRecord } from './status-record.js';

/** Milliseconds for which media is kept that nobody plays any more. */
const LINGER = 60_000;

/** Serves `ProxyStream`: recorded media of other servers, which is fetched as it is played, and kept in memory alone. */
export class ProxyStreamOperations implements OperationFamily {
  readonly #proxied = new Map<string, { readonly name: StreamName; readonly media: FetchedMedia }>();

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
    const media = new FetchedMedia({
      open: () => FetchedSource.open((ask) => ask(connection), remoteName, this.clock),
      place: `${connection.uri} ${remoteName}`,
      clock: this.clock,
      linger: () => LINGER,
      forgotten: (source) => this.instance.media.segments.forget(source),
    });
    if (this.instance.media.openElsewhere(name, () => media.open())) this.#proxied.set(stream, { name, media });
    else this.#failed(stream, 'there are too many');
  }

  #failed(stream: string, why: string): void {
    const text = `${stream} is not taken from another server: ${why}.`;
    this.tell('proxyStream.status', stream, statusRecord('NetStream.Failed', text, stream));
  }
}
