import type { Logger } from '../log/logger.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { Clock } from '../time/clock.js';
import type { NewsRounds } from './news-rounds.js';
import type { SharedObjectCounts } from './shared-object-counts.js';
import type { SharedObjectOptions } from './shared-object-options.js';

/** What an object is made with. */
export interface SharedObjectEnvironment {
  readonly clock: Clock;
  /** Of the instance. */
  readonly rounds: NewsRounds;
  /** Users beyond whom an object tells them one part after the other; what is usual unless a test says otherwise. */
  readonly audience?: number;
  readonly logger: Logger;
  readonly options: () => SharedObjectOptions;
  /** Of all objects of the application. */
  readonly counts: SharedObjectCounts;
}

/** What a client wants of an object. */
export interface ClientRequest {
  /** The last version that it has heard of. */
  readonly version: number;
  readonly events: readonly SharedObjectEvent[];
  /** Whether it may change the object and send messages. */
  readonly mayWrite: boolean;
}
