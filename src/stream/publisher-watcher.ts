import type { Publisher } from './publisher.js';

/** Hears who publishes a stream, also while it runs. */
export interface PublisherWatcher {
  published(publisher: Publisher): void;
  unpublished(publisher: Publisher): void;
}
