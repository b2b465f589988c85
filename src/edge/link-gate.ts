import type { Logger } from '../log/logger.js';
import { LinkLine } from '../link/link-line.js';
import type { LinkBytes, LinkStatistics } from '../link/link-line.js';
import type { LinkCrypto, LinkOptions } from '../link/link-options.js';
import type { LinkStream } from '../link/link-stream.js';
import type { Clock } from '../time/clock.js';
import type { LinkTotalsSnapshot } from './link-totals.js';
import { LinkTotals } from './link-totals.js';

/**
 * Takes the streams of one kind that other servers open.
 *
 * @param door by which the link came in: an adaptor
 */
export type LinkService<Door> = (stream: LinkStream, line: LinkLine, door: Door) => void;

export interface LinkGateMeans {
  readonly clock: Clock;
  readonly crypto: LinkCrypto;
  readonly logger: Logger;
  readonly options: () => LinkOptions;
  /** What other servers must know; undefined: nobody may link to this server. */
  readonly secret: () => string | undefined;
  /** The id of this server. */
  readonly name: string;
}

/** A link that another server has made, as it is now. */
export interface LinkSnapshot extends LinkStatistics {
  /** Of the other server: its address, and its id. */
  readonly address: string;
  readonly server: string | undefined;
}

/** Takes the links that other servers make, and hands out their streams by kind. */
export class LinkGate<Door> {
  readonly #lines = new Map<LinkLine, string>();
  readonly #services = new Map<string, LinkService<Door>>();
  readonly #totals = new LinkTotals();

  constructor(private readonly means: LinkGateMeans) {}

  /** Who takes the streams of a kind. */
  serve(kind: string, service: LinkService<Door>): void {
    this.#services.set(kind, service);
  }

  get isOpen(): boolean {
    return this.means.secret() !== undefined;
  }

  get links(): LinkSnapshot[] {
    return [...this.#lines].map(([line, address]) => ({ ...line.statistics, address, server: line.peerName }));
  }

  /** What all of them came to. */
  get totals(): LinkTotalsSnapshot {
    return this.#totals.with([...this.#lines.keys()].flatMap(({ isOpen, statistics }) => (isOpen ? statistics : [])));
  }

  /**
   * Takes a stream of bytes that begins as a link does.
   *
   * @param isTrusted the way itself says that nobody else comes by it; the secret is asked for too if there is one
   */
  accept(bytes: LinkBytes & { readonly remoteAddress: string }, door: Door, isTrusted = false): void {
    const { clock, crypto, name } = this.means;
    const { remoteAddress: address } = bytes;
    const logger = this.means.logger.child({ address });
    const secret = this.means.secret();
    if (secret === undefined && !isTrusted) {
      logger.warn('refused: a link, and link.secretFile names no secret');
      return bytes.destroy();
    }
    let wasOpen = false;
    const line = new LinkLine(bytes, {
      ...{ role: 'acceptor', secret, clock, crypto, name, options: this.means.options() },
      opened: () => {
        wasOpen = true;
        logger.info('link accepted', { server: line.peerName });
      },
      stream: (stream) => {
        const service = this.#services.get(stream.kind);
        if (service === undefined) stream.close('unknown-kind');
        else service(stream, line, door);
      },
      failed: (stream, error) => logger.error('a stream of a link failed', { kind: stream.kind, error }),
      closed: ({ code, message }) => {
        this.#lines.delete(line);
        if (wasOpen) this.#totals.ended(line.statistics);
        if (code === 'unauthorised') logger.warn('refused: a link with another secret');
        else logger.info('link ended', { server: line.peerName, code, reason: message });
      },
    });
    this.#lines.set(line, address);
    line.start();
  }

  close(): void {
    for (const line of [...this.#lines.keys()]) line.close('the server stops');
  }
}
