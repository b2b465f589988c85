import type { Packed, PlainRecord } from '../protocol/bytes.js';
import type { CallAnswer } from '../protocol/script-events.js';
import type { Connection } from './connection.js';

/** The connections of an instance to other servers. */
export class ConnectionTable {
  readonly #connections = new Map<number, Connection>();

  add(number: number, connection: Connection): void {
    this.#connections.set(number, connection);
  }

  delete(number: number): void {
    this.#connections.delete(number);
  }

  call(number: number, method: string, args: Packed): CallAnswer | Promise<CallAnswer> {
    return this.#connections.get(number)?.takeCall(method, args) ?? { answer: 'absent' };
  }

  status(number: number, info: Packed): void {
    this.#connections.get(number)?.takeStatus(info);
  }

  publicationStatus(number: number, info: PlainRecord): void {
    for (const connection of this.#connections.values()) {
      if (connection.takePublicationStatus(number, info)) return;
    }
  }
}
