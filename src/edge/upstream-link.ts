import type { ByteStream } from '../net/byte-stream.js';
import type { Logger } from '../log/logger.js';
import { LinkLine } from '../link/link-line.js';
import type { LinkStatistics } from '../link/link-line.js';
import type { LinkCrypto, LinkOptions } from '../link/link-options.js';
import type { LinkStream } from '../link/link-stream.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import type { RouteTarget } from './route-table.js';
import { describeTarget } from './route-table.js';

/** What links to other servers are made with. */
export interface UpstreamMeans {
  readonly dialer: { dial(target: RouteTarget, signal: AbortSignal): Promise<ByteStream> };
  readonly clock: Clock;
  readonly crypto: LinkCrypto;
  readonly logger: Logger;
  readonly options: () => LinkOptions;
  /** Of both sides; undefined for none. */
  readonly secret: () => string | undefined;
  /** The id of this server. */
  readonly name: string;
  /** Milliseconds until a link must be open. */
  readonly timeout: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds of silence after which an origin that answers quickly is given up, if there is another in its place. */
  readonly patience: () => number;
  /** A link that was open is over, with these counts. */
  readonly ended: (statistics: LinkStatistics) => void;
}

const STOPPING = 'the server stops';
/** How soon an origin that does not answer is asked again. */
const BACKOFF: Backoff = { first: 250, longest: 10_000, attempts: Infinity };

/** The link to one other server: made when it is wanted, one for all who want it, and anew when it broke. */
export class UpstreamLink {
  #line: LinkLine | undefined;
  #opening: Promise<LinkLine> | undefined;
  #failures = 0;
  #notBefore = 0;
  #whyNot: Error | undefined;
  #isClosed = false;
  /** In some route another origin can take its place: then it is given up sooner. */
  hasStandIn = false;

  constructor(
    readonly target: RouteTarget,
    private readonly means: UpstreamMeans,
  ) {}

  get isOpen(): boolean {
    return this.#line?.isOpen === true;
  }

  get statistics(): LinkStatistics | undefined {
    return this.#line?.statistics;
  }

  /** When it may be tried again, if it failed last time (milliseconds, monotonic). */
  get retryAt(): number | undefined {
    return this.#whyNot === undefined ? undefined : this.#notBefore;
  }

  /** The open link. Rejects with an error whose message a person is shown if it cannot be had now. */
  reach(): Promise<LinkLine> {
    if (this.#line?.isOpen === true) return Promise.resolve(this.#line);
    if (this.#opening !== undefined) return this.#opening;
    if (this.#isClosed) return Promise.reject(new Error(STOPPING));
    if (this.#whyNot !== undefined && this.means.clock.now() < this.#notBefore) return Promise.reject(this.#whyNot);
    this.#opening = this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  close(): void {
    this.#isClosed = true;
    this.#line?.close(STOPPING);
  }

  async #open(): Promise<LinkLine> {
    const { clock, logger } = this.means;
    const link = describeTarget(this.target);
    const abort = new AbortController();
    const timer = clock.after(this.means.timeout, () => abort.abort());
    try {
      const line = await this.#dial(abort.signal);
      if (this.#isClosed) {
        line.close(STOPPING);
        throw new Error(STOPPING);
      }
      this.#failures = 0;
      this.#whyNot = undefined;
      this.#line = line;
      logger.info('link open', { link, server: line.peerName });
      return line;
    } catch (error) {
      const why = error instanceof Error ? error : new Error(String(error));
      const delay = delayBefore(++this.#failures, BACKOFF, this.means.random()) ?? 0;
      this.#notBefore = clock.now() + delay;
      this.#whyNot = why;
      logger.warn('no link', { link, error: why.message, again: Math.round(delay) });
      throw why;
    } finally {
      timer.cancel();
    }
  }

  async #dial(signal: AbortSignal): Promise<LinkLine> {
    const { dialer, clock, crypto, logger, name } = this.means;
    const bytes = await dialer.dial(this.target, signal);
    const options = this.means.options();
    return new Promise((resolve, reject) => {
      const line: LinkLine = new LinkLine(bytes, {
        ...{ role: 'initiator', secret: this.means.secret(), clock, crypto, name, options },
        patience: () => (this.hasStandIn ? this.means.patience() : options.silence),
        opened: () => {
          signal.removeEventListener('abort', abort);
          resolve(line);
        },
        stream: (stream) => stream.close('unknown-kind'),
        failed: (stream: LinkStream, error) => logger.error('a stream of a link failed', { kind: stream.kind, error }),
        closed: (error) => {
          signal.removeEventListener('abort', abort);
          if (this.#line === line) {
            this.#line = undefined;
            this.means.ended(line.statistics);
            logger.warn('link lost', { link: describeTarget(this.target), code: error.code, error: error.message });
          }
          reject(error);
        },
      });
      const abort = (): void => line.close('no answer in time');
      signal.addEventListener('abort', abort);
      line.start();
      if (signal.aborted) abort();
    });
  }
}
