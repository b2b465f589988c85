import type { LinkStatistics } from '../link/link-line.js';

/** What all links in one direction came to: those that are open, and those that were. Counts only grow. */
export interface LinkTotalsSnapshot {
  /** Now. */
  readonly open: number;
  readonly streams: number;
  /** Milliseconds there and back, of the slowest link; undefined while it is not known of any. */
  readonly roundTrip: number | undefined;
  /** Since the start. */
  readonly ended: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly streamsOpened: number;
}

/** Keeps the counts of links that are over. */
export class LinkTotals {
  readonly #past = { ended: 0, bytesReceived: 0, bytesSent: 0, streamsOpened: 0 };

  /** A link that was open is over. */
  ended({ bytesReceived, bytesSent, streamsOpened }: LinkStatistics): void {
    this.#past.ended++;
    this.#past.bytesReceived += bytesReceived;
    this.#past.bytesSent += bytesSent;
    this.#past.streamsOpened += streamsOpened;
  }

  /** @param open links that are open now */
  with(open: readonly LinkStatistics[]): LinkTotalsSnapshot {
    const sum = (of: (link: LinkStatistics) => number): number => open.reduce((total, link) => total + of(link), 0);
    const roundTrips = open.flatMap(({ roundTrip }) => roundTrip ?? []);
    const { ended, bytesReceived, bytesSent, streamsOpened } = this.#past;
    return {
      open: open.length,
      streams: sum((link) => link.streams),
      roundTrip: roundTrips.length === 0 ? undefined : Math.max(...roundTrips),
      ended,
      bytesReceived: bytesReceived + sum((link) => link.bytesReceived),
      bytesSent: bytesSent + sum((link) => link.bytesSent),
      streamsOpened: streamsOpened + sum((link) => link.streamsOpened),
    };
  }
}
