import type { Packed } from '../protocol/bytes.js';
import type { ObjectNews } from '../protocol/script-events.js';
import type { InstanceServer } from './instance-server.js';
import { ServerError } from './server-error.js';
import { SharedObject } from './shared-object.js';

/** The shared objects that an instance uses. */
export class SharedObjectTable {
  readonly #opened = new Map<string, Promise<SharedObject>>();
  readonly #byNumber = new Map<number, SharedObject>();

  constructor(private readonly server: InstanceServer) {}

  /** The object of that name, the same each time until it is closed. Rejects with a ServerError. */
  open(name: string, persistent: boolean, connection?: number): Promise<SharedObject> {
    const key = `${connection ?? ''} ${persistent} ${name}`;
    let opened = this.#opened.get(key);
    if (opened === undefined) {
      opened = this.#open(key, name, persistent, connection);
      this.#opened.set(key, opened);
      opened.catch(() => this.#opened.delete(key));
    }
    return opened;
  }

  news(number: number, version: number, confirmed: number, items: readonly ObjectNews[], values: Packed): void {
    this.#byNumber.get(number)?.takeNews(version, confirmed, items, values);
  }

  message(number: number, handler: string, args: Packed): void {
    this.#byNumber.get(number)?.takeMessage(handler, args);
  }

  nameOf(number: number): string | undefined {
    return this.#byNumber.get(number)?.name;
  }

  /** In the turn of the answer, because news of the object may come in it too. */
  #open(key: string, name: string, persistent: boolean, connection: number | undefined): Promise<SharedObject> {
    const number = this.server.nextNumber();
    return new Promise((resolve, reject) => {
      this.server.host.ask('object.open', [number, name, persistent, connection], (error, state) => {
        if (state === undefined) {
          reject(new ServerError(`The shared object ${name} cannot be used: ${error ?? 'no answer'}`));
          return;
        }
        const closed = (): void => {
          this.#opened.delete(key);
          this.#byNumber.delete(number);
        };
        const object = new SharedObject(name, persistent, number, state, this.server, closed);
        this.#byNumber.set(number, object);
        resolve(object);
      });
    });
  }
}
