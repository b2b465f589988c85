import type { PublisherWatcher } from './publisher-watcher.js';

/** Hears what becomes of one live stream. */
export interface StreamWatcher extends PublisherWatcher {
  /** The first player has come, or the last has gone. */
  played(isPlayed: boolean): void;
}
