import type { ApplicationTypes } from './application-types.js';
import type { Client } from './client.js';

/** The clients that are in, live: in the order in which they came. */
export interface Clients<Types extends ApplicationTypes = ApplicationTypes> extends Iterable<Client<Types>> {
  readonly size: number;
  get(id: string): Client<Types> | undefined;
  /** The first that `matches`: `app.clients.find(({ data }) => data.name === name)`. */
  find(matches: (client: Client<Types>) => boolean): Client<Types> | undefined;
}

/** The clients of an instance, and those that wait to be let in. */
export class ClientList<Types extends ApplicationTypes> implements Clients<Types> {
  readonly #in = new Map<string, Client<Types>>();
  readonly #waiting = new Map<string, Client<Types>>();

  get size(): number {
    return this.#in.size;
  }

  get(id: string): Client<Types> | undefined {
    return this.#in.get(id);
  }

  find(matches: (client: Client<Types>) => boolean): Client<Types> | undefined {
    for (const client of this.#in.values()) if (matches(client)) return client;
    return undefined;
  }

  [Symbol.iterator](): Iterator<Client<Types>> {
    return this.#in.values();
  }

  comes(client: Client<Types>): void {
    this.#waiting.set(client.id, client);
  }

  /** It is let in, unless it has gone meanwhile. */
  enters(client: Client<Types>): void {
    if (this.#waiting.delete(client.id)) this.#in.set(client.id, client);
  }

  /** Whether it is in, or waits to be let in. */
  knows(id: string): boolean {
    return this.#in.has(id) || this.#waiting.has(id);
  }

  /** It is gone, or was not let in. Answers it if it was in. */
  leaves(id: string): Client<Types> | undefined {
    const client = this.#in.get(id);
    this.#waiting.delete(id);
    this.#in.delete(id);
    return client;
  }
}
