import type { PlaylistItem } from './playlist-item.js';
import { restOf } from './playlist-item.js';

/** Items that one playlist may have. */
export const MAX_PLAYLIST_ITEMS = 1000;

export interface PlaylistEntry {
  readonly item: PlaylistItem;
  /** Place in the list, from 0. */
  readonly index: number;
}

/** Which item comes when. */
export class PlaylistOrder {
  #items: readonly PlaylistItem[];
  #next = 0;
  /** The next item, if it does not begin at its beginning. */
  #rest: PlaylistItem | undefined;

  constructor(
    items: readonly PlaylistItem[],
    public loop: boolean,
  ) {
    this.#items = items.slice(0, MAX_PLAYLIST_ITEMS);
  }

  get items(): readonly PlaylistItem[] {
    return this.#items;
  }

  /** What comes next; undefined if nothing does. */
  peek(): PlaylistEntry | undefined {
    const wraps = this.loop && this.#next >= this.#items.length;
    const index = wraps ? 0 : this.#next;
    const item = this.#items[index];
    return item && { item: this.#rest ?? item, index };
  }

  /** Takes what comes next. */
  take(): PlaylistEntry | undefined {
    const entry = this.peek();
    if (entry !== undefined) this.#next = entry.index + 1;
    this.#rest = undefined;
    return entry;
  }

  /** The item at `index` is the next, without the first `into` milliseconds of it. */
  goTo(index: number, into: number): void {
    const item = this.#items[index];
    this.#next = index;
    this.#rest = item && restOf(item, into);
  }

  /** Adds items to the end; false, and none is added, if these are too many. What was played once is forgotten. */
  append(items: readonly PlaylistItem[]): boolean {
    const kept = this.loop ? this.#items : this.#items.slice(this.#next);
    if (kept.length + items.length > MAX_PLAYLIST_ITEMS) return false;
    if (!this.loop) this.#next = 0;
    this.#items = [...kept, ...items];
    return true;
  }

  /** Another list, from its first item on. */
  replace(items: readonly PlaylistItem[], loop: boolean): void {
    this.#items = items.slice(0, MAX_PLAYLIST_ITEMS);
    this.loop = loop;
    this.goTo(0, 0);
  }
}
