import type { LinkLine } from '../link/link-line.js';
import type { Connector } from '../netconnection/client/connector.js';
import type { Clock } from '../time/clock.js';
import type { RouteTarget } from './route-table.js';
import { describeTarget } from './route-table.js';
import type { UpstreamLink } from './upstream-link.js';

/** One server behind a route. */
export type Origin = LinkedOrigin | RtmpOrigin;

export interface LinkedOrigin {
  readonly way: 'link';
  readonly target: RouteTarget;
  readonly link: UpstreamLink;
}

export interface RtmpOrigin {
  readonly way: 'rtmp';
  readonly target: RouteTarget;
  readonly connector: Connector;
}

/** How an origin can be spoken to now. */
export type Reached =
  | { readonly kind: 'link'; readonly line: LinkLine; readonly origin: LinkedOrigin }
  | { readonly kind: 'rtmp'; readonly connector: Connector; readonly origin: RtmpOrigin };

/** Milliseconds for which a server that failed is tried after the others. */
const SHUNNED = 10_000;

/** The servers behind a route, as they are now. The first that is well is used. */
export class Origins {
  readonly #failedAt = new Map<Origin, number>();

  constructor(
    readonly all: readonly Origin[],
    private readonly clock: Clock,
  ) {
    if (all.length < 2) return;
    for (const origin of all) if (origin.way === 'link') origin.link.hasStandIn = true;
  }

  /** Those that are well in their order, then those that failed lately, the longest ago first. */
  get inOrder(): readonly Origin[] {
    const now = this.clock.now();
    const failed = (origin: Origin): number => {
      const at = this.#failedAt.get(origin);
      return at === undefined || now - at >= SHUNNED ? -Infinity : at;
    };
    return [...this.all].sort((a, b) => Math.sign(failed(a) - failed(b)) || 0);
  }

  /** A server could not be reached, or went. */
  failed(origin: Origin): void {
    this.#failedAt.set(origin, this.clock.now());
  }

  succeeded(origin: Origin): void {
    this.#failedAt.delete(origin);
  }

  /**
   * The first server that can be reached. One that is spoken to by RTMP is answered untried: who finds that it does not
   * answer says so by {@link failed}, and asks again. Rejects with what the last one had to say.
   */
  async reach(): Promise<Reached> {
    let why = new Error('no origin is configured');
    for (const origin of this.inOrder) {
      if (origin.way === 'rtmp') return { kind: 'rtmp', connector: origin.connector, origin };
      try {
        const line = await origin.link.reach();
        this.succeeded(origin);
        return { kind: 'link', line, origin };
      } catch (error) {
        this.failed(origin);
        why = new Error(`${describeTarget(origin.target)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw why;
  }
}
