import type { AccessEvent, AccessPlace, AccessWitness } from '../../application/access-event.js';
import type { Client } from '../../application/client.js';
import type { Clock } from '../../time/clock.js';

/** A client that is connected, and where. */
export interface Present {
  /** Grows: who came later has a greater one. */
  readonly number: number;
  readonly client: Client;
  readonly place: Required<AccessPlace>;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Who came to an instance, and when it began. */
export interface InstanceVisits {
  readonly since: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly left: number;
}

/** Who is connected, in the order in which they came, and since when. */
export class Presence implements AccessWitness {
  readonly #clients = new Map<string, Present>();
  readonly #instances = new Map<string, { -readonly [Key in keyof InstanceVisits]: InstanceVisits[Key] }>();
  #count = 0;
  readonly #turnedAway = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** In the order in which they came. */
  get clients(): ReadonlyMap<string, Present> {
    return this.#clients;
  }

  /** Connects that were refused before they came to an instance: no application counts them. */
  get turnedAway(): number {
    let sum = 0;
    for (const count of this.#turnedAway.values()) sum += count;
    return sum;
  }

  /** The same of one virtual host. Those whom none answered to are of none. */
  turnedAwayFrom(adaptor: string, virtualHost: string): number {
    return this.#turnedAway.get(keyOf({ adaptor, virtualHost })) ?? 0;
  }

  visits(place: AccessPlace): InstanceVisits {
    return this.#instances.get(keyOf(place)) ?? { since: this.clock.date(), accepted: 0, rejected: 0, left: 0 };
  }

  happened({ event, place, client, refusal, atDoor = false }: AccessEvent): void {
    const visits = this.#instances.get(keyOf(place));
    switch (event) {
      case 'app-start':
        this.#instances.set(keyOf(place), { since: this.clock.date(), accepted: 0, rejected: 0, left: 0 });
        return;
      case 'app-stop':
        this.#instances.delete(keyOf(place));
        return;
      case 'connect':
        if (refusal !== undefined) {
          // Who is asked to log in comes again.
          if (refusal.reason === 'login') return;
          if (atDoor) this.#turnAway(place);
          else if (visits !== undefined) visits.rejected++;
          return;
        }
        if (client === undefined || !isWhole(place)) return;
        if (visits !== undefined) visits.accepted++;
        this.#clients.set(client.id, { number: ++this.#count, client, place, since: this.clock.date() });
        return;
      case 'disconnect':
        if (client !== undefined && this.#clients.delete(client.id) && visits !== undefined) visits.left++;
        return;
      default:
    }
  }

  /** Virtual hosts have names of ours: there are no more of them than are configured. */
  #turnAway({ adaptor = '', virtualHost = '' }: AccessPlace): void {
    const key = keyOf({ adaptor, virtualHost });
    this.#turnedAway.set(key, (this.#turnedAway.get(key) ?? 0) + 1);
  }
}

function isWhole(place: AccessPlace): place is Required<AccessPlace> {
  const { adaptor, virtualHost, application, instance } = place;
  return ![adaptor, virtualHost, application, instance].includes(undefined);
}

function keyOf({ adaptor, virtualHost, application, instance }: AccessPlace): string {
  return JSON.stringify([adaptor, virtualHost, application, instance]);
}
