import type { Adaptor } from '../application/adaptor.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { RecordedFiles } from './recorded-files.js';

/** Milliseconds, all of them. */
export interface FlvOptions {
  /** For an application to decide whether a client may come in. */
  readonly acceptTimeout: number;
  /** For somebody to publish what a player has come for. */
  readonly publisherWait: number;
  /** For a publisher to send something. */
  readonly publisherTimeout: number;
}

/** What FLV over HTTP and over WebSocket stands on. */
export interface FlvEnvironment {
  readonly adaptor: Adaptor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the ids of clients. */
  readonly createId: () => string;
  readonly options: () => FlvOptions;
  /** What is at the address of a stream that nobody publishes, if it was recorded. */
  readonly files: RecordedFiles;
}
