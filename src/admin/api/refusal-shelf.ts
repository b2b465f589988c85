import type { AccessEvent, AccessWitness } from '../../application/access-event.js';
import { printable } from '../../application/safe-name.js';
import type { Clock } from '../../time/clock.js';
import type { Principal } from '../users/principal.js';
import { mendOf } from './refusal-mend.js';
import { isFor } from './places.js';
import type { Refusal } from './schema/logs.js';

/** Refusals that are kept. */
const MAX_REFUSALS = 1000;

/** The place in the configuration that decided, or where one would write what decides. */
export type FindRule = (
  key: string,
  place: AccessEvent['place'],
) => { readonly file: string; readonly line?: number | undefined } | undefined;

interface Kept {
  readonly refusal: Refusal;
  readonly place: AccessEvent['place'];
}

/** As users are limited to it. */
function hostName({ adaptor = '', virtualHost = '' }: AccessEvent['place']): string {
  return `${adaptor}/${virtualHost}`;
}

const ACTIONS = new Map<string, Refusal['action']>([
  ['connect', 'connect'],
  ['publish', 'publish'],
  ['play', 'play'],
  ['record', 'record'],
]);

/** Why clients were refused lately: each with its rule, the place of that, and what to do. */
export class RefusalShelf implements AccessWitness {
  #kept: Kept[] = [];
  #total = 0;
  /** By adaptor and virtual host. */
  readonly #totals = new Map<string, number>();

  /** @param told hears of each */
  constructor(
    private readonly clock: Clock,
    private readonly find: FindRule,
    private readonly told: (refusal: () => Refusal, place: AccessEvent['place']) => void,
  ) {}

  happened({ event, refusal, client, stream, place }: AccessEvent): void {
    // Who is asked to log in comes again.
    if (refusal === undefined || refusal.reason === 'login') return;
    const { rule, reason, description } = refusal;
    const { key, mend } = mendOf(refusal);
    const short: Refusal = {
      id: ++this.#total,
      at: this.clock.date(),
      action: ACTIONS.get(event) ?? 'other',
      ...(client === undefined ? {} : { client: client.id, address: client.facts.address }),
      ...(place.application === undefined ? {} : { application: [place.application, place.instance].join('/') }),
      ...(stream === undefined ? {} : { stream: printable(stream.name) }),
      ...{ rule, reason, told: description, mend },
      ...(key === undefined ? {} : { key }),
    };
    const host = hostName(place);
    this.#totals.set(host, (this.#totals.get(host) ?? 0) + 1);
    const kept = { refusal: short, place };
    this.#kept.push(kept);
    if (this.#kept.length >= 2 * MAX_REFUSALS) this.#kept = this.#kept.slice(-MAX_REFUSALS);
    this.told(() => this.#shown(kept), place);
  }

  /** Those that are for who asks, the newest first. */
  page(
    principal: Principal,
    question: {
      action?: Refusal['action'] | undefined;
      search?: string | undefined;
      limit: number;
      cursor?: string | undefined;
    },
  ): { items: Refusal[]; total: number; next?: string } {
    const { action, search = '', limit, cursor } = question;
    const before = cursor === undefined ? Infinity : Number(cursor);
    const items: Refusal[] = [];
    const total = principal.virtualHost === undefined ? this.#total : (this.#totals.get(principal.virtualHost) ?? 0);
    for (let at = this.#kept.length - 1; at >= 0; at--) {
      const { refusal, place } = this.#kept[at]!;
      if (refusal.id >= before || (action !== undefined && refusal.action !== action)) continue;
      const { adaptor = '', virtualHost = '' } = place;
      if (!isFor(principal, { adaptor, virtualHost })) continue;
      if (search !== '' && !JSON.stringify(refusal).toLowerCase().includes(search.toLowerCase())) continue;
      if (items.length === limit) return { items, total, next: String(items.at(-1)!.id) };
      items.push(this.#shown(this.#kept[at]!));
    }
    return { items, total };
  }

  /** Files are looked at when somebody wants to know, and not for everybody who is refused. */
  #shown({ refusal, place }: Kept): Refusal {
    const where = refusal.key === undefined ? undefined : this.find(refusal.key, place);
    return where === undefined ? refusal : { ...refusal, place: where };
  }
}
