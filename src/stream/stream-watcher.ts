import type { CodecNews } from './codec-news.js';
import type { Publisher } from './publisher.js';
import type { PublisherWatcher } from './publisher-watcher.js';

/** Hears what becomes of one live stream. */
export interface StreamWatcher extends PublisherWatcher {
  /** The first player has come, or the last has gone. */
  played(isPlayed: boolean): void;
  /** What is published has another codec, or its first. */
  codec(publisher: Publisher | undefined, news: CodecNews): void;
}
