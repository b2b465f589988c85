import type { ItemFailure } from '../stream/playlist-item.js';

/** A playlist as it is now. */
export interface PlaylistSnapshot {
  readonly stream: string;
  readonly state: 'waiting' | 'playing';
  readonly loop: boolean;
  readonly items: number;
  /** When it begins (milliseconds since 1970 UTC), while it waits for that. */
  readonly startsAt: number | undefined;
  /** What is shown, with how many milliseconds of it were sent; what is waited for, with 0. */
  readonly current: { readonly index: number; readonly name: string; readonly position: number } | undefined;
  readonly next: { readonly index: number; readonly name: string } | undefined;
  /** What was last not shown, or not to its end, and when that was (milliseconds since 1970 UTC). */
  readonly failure: PlaylistFailure | undefined;
}

export interface PlaylistFailure {
  readonly index: number;
  readonly name: string;
  readonly why: ItemFailure;
  readonly at: number;
}
