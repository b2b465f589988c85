import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';
import type { Client } from './client.js';
import type { KeyGrant, KeyRing } from './key-ring.js';

/** Milliseconds between two looks for keys that expired, or were rotated, while somebody used them. */
const LOOK_INTERVAL = 5000;

/** Who is here by which key, so that they can be sent away when it is no longer valid. */
export class KeyUses {
  readonly #uses = new Map<Client, Set<KeyGrant>>();
  #timer: Timer | undefined;

  constructor(
    private readonly ring: KeyRing,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  get size(): number {
    return this.#uses.size;
  }

  /** How many clients are here by the key of that name. */
  countOf(name: string): number {
    let count = 0;
    for (const grants of this.#uses.values()) if ([...grants].some(({ key }) => key.name === name)) count++;
    return count;
  }

  add(client: Client, grant: KeyGrant): void {
    const grants = this.#uses.get(client) ?? new Set();
    this.#uses.set(client, grants.add(grant));
    this.#timer ??= this.#nextLook();
  }

  remove(client: Client): void {
    this.#uses.delete(client);
    if (this.#uses.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Disconnects everybody who is here by a key that is no longer valid. */
  endInvalid(): void {
    for (const [client, grants] of [...this.#uses]) {
      const ended = [...grants].find((grant) => !this.ring.isValid(grant));
      if (ended === undefined) continue;
      this.remove(client);
      const { address } = client.facts;
      this.logger.warn('disconnected: its key is no longer valid', { client: client.id, address, key: ended.key.name });
      client.connection.dismiss('The key of this connection is no longer valid.');
    }
  }

  #nextLook(): Timer {
    return this.clock.after(LOOK_INTERVAL, () => {
      this.#timer = undefined;
      this.endInvalid();
      if (this.#uses.size > 0) this.#timer ??= this.#nextLook();
    });
  }
}
