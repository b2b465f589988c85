import type { Adaptor } from '../application/adaptor.js';
import type { Client } from '../application/client.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';

export interface DepartureOptions {
  /** Milliseconds for the whole shutdown. */
  readonly timeout: number;
  /** `rtmp://host[:port]` of the server to go to; empty for the address that each client used. */
  readonly reconnectTo: string;
}

/** The parts of the timeout after which players are asked too, and after which nobody is waited for. */
const PUBLISHERS_FIRST = 1 / 2;
const ALL = 3 / 4;

/** What clients are told. */
export const FAREWELL = 'The server is shutting down.';

/** Milliseconds between two looks at who is still there. */
const LOOK_INTERVAL = 50;

/**
 * How clients leave a server that stops. Who knows ReconnectRequest (Enhanced RTMP v2) is asked to connect anew and
 * served until it has gone: publishers first, so that players find the streams where they go. All others are told
 * at once, as FMS tells them, and the rest when the time is over.
 */
export class Departure {
  constructor(
    private readonly adaptors: readonly Adaptor[],
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: DepartureOptions,
  ) {}

  /** Resolves when everybody has gone or been told to go. */
  async run(): Promise<void> {
    const start = this.clock.now();
    const { timeout } = this.options;
    this.#shutdown(({ facts }) => facts.enhanced?.reconnect === true);
    const asked = new Set<Client>();
    this.#ask(asked, ({ connection }) => connection.isPublishing);
    await this.#gone(asked, start + timeout * PUBLISHERS_FIRST);
    this.#ask(asked, () => true);
    await this.#gone(asked, start + timeout * ALL);
    this.#shutdown(() => false);
  }

  #shutdown(spares: (client: Client) => boolean): void {
    for (const adaptor of this.adaptors) adaptor.shutdown(FAREWELL, spares);
  }

  #ask(asked: Set<Client>, whom: (client: Client) => boolean): void {
    const before = asked.size;
    for (const client of this.#clients()) {
      if (asked.has(client) || !whom(client)) continue;
      const tcUrl = addressThere(this.options.reconnectTo, client.facts.uri);
      const request = { description: FAREWELL, ...(tcUrl === undefined ? {} : { tcUrl }) };
      const knows = client.connection.requestReconnect(request);
      if (knows) asked.add(client);
    }
    if (asked.size > before) this.logger.info('clients are asked to connect anew', { clients: asked.size - before });
  }

  #gone(asked: ReadonlySet<Client>, until: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        const everybodyLeft = asked.size === 0 || !this.#clients().some((client) => asked.has(client));
        if (everybodyLeft || this.clock.now() >= until) resolve();
        else this.clock.after(LOOK_INTERVAL, look);
      };
      look();
    });
  }

  #clients(): Client[] {
    return this.adaptors
      .flatMap(({ allVirtualHosts }) => allVirtualHosts)
      .flatMap(({ applications }) => [...applications.values()])
      .flatMap(({ instances }) => [...instances.values()])
      .flatMap(({ clients }) => [...clients.values()]);
  }
}

/** The address that a client used, on another server. */
function addressThere(server: string, uri: string): string | undefined {
  const [, path] = /^[a-z]+:\/\/[^/?#]*(.*)$/i.exec(uri) ?? [];
  return server === '' || path === undefined ? undefined : server + path;
}
