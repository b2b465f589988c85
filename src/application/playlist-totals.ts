import type { ItemFailure } from '../stream/playlist-item.js';

export interface PlaylistTotalsSnapshot {
  /** Items that began. */
  readonly items: number;
  /** Items that were not shown, or not to their end. */
  readonly failures: Readonly<Record<ItemFailure, number>>;
}

/** Counters of the playlists of an application. */
export class PlaylistTotals {
  #items = 0;
  readonly #failures: Record<ItemFailure, number> = { 'not-found': 0, 'not-published': 0, circular: 0, broken: 0 };

  began(): void {
    this.#items++;
  }

  failed(why: ItemFailure): void {
    this.#failures[why]++;
  }

  get snapshot(): PlaylistTotalsSnapshot {
    return { items: this.#items, failures: { ...this.#failures } };
  }
}
