import type { AmfValue } from '../amf/value.js';
import type { ApplicationPlace } from './application-place.js';
import type { Client } from './client.js';
import type { Hook } from './hook.js';
import type { HookChain } from './hook-chain.js';
import type { Refusal } from './refusal.js';

interface Arrival {
  readonly client: Client;
  /** Those that were asked so far; the last of them decides now. */
  readonly asked: Hook[];
  hasLeft: boolean;
}

/** The clients of an instance whose connect is being decided. */
export class Arrivals {
  readonly #arrivals = new Map<string, Arrival>();

  constructor(
    private readonly place: ApplicationPlace,
    private readonly hooks: HookChain,
  ) {}

  get size(): number {
    return this.#arrivals.size;
  }

  find(id: string): Client | undefined {
    return this.#arrivals.get(id)?.client;
  }

  /** Counts a client among those that are about to be in, until the answered function is called. */
  enter(client: Client): () => void {
    this.#arrivals.set(client.id, { client, asked: [], hasLeft: false });
    return () => void this.#arrivals.delete(client.id);
  }

  /** Whether the client that entered may come in. Whoever let it in hears that it is gone again if another does not. */
  async decide(client: Client, args: readonly AmfValue[]): Promise<Refusal | undefined> {
    const arrival = this.#arrivals.get(client.id);
    if (arrival === undefined || arrival.hasLeft) return hasLeft;
    const { asked } = arrival;
    let agreed = 0;
    const refusal = await this.hooks.ask((hook) => {
      agreed = asked.length;
      if (arrival.hasLeft) return hasLeft;
      asked.push(hook);
      return hook.onConnect?.(client, this.place, args);
    });
    if (refusal === undefined && !arrival.hasLeft) return undefined;
    this.dismissed(client, refusal === undefined ? asked : asked.slice(0, agreed));
    return refusal ?? hasLeft;
  }

  /** The client goes before it was decided; false if it is not among these. */
  leave(client: Client): boolean {
    const arrival = this.#arrivals.get(client.id);
    if (arrival === undefined) return false;
    if (arrival.hasLeft) return true;
    arrival.hasLeft = true;
    this.hooks.tell((hook) => hook.onLeave?.(client, this.place), arrival.asked.slice(-1));
    return true;
  }

  /** Tells those that let it in, all unless told which, that it is gone. */
  dismissed(client: Client, by?: readonly Hook[]): void {
    this.hooks.tell((hook) => hook.onDisconnect?.(client, this.place), by);
  }
}

const hasLeft: Refusal = {
  rule: 'the client left before it was let in',
  reason: 'failed',
  description: 'You have left.',
};
