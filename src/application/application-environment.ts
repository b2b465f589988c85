import type { Logger } from '../log/logger.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { ObjectLimit } from '../sharedobject/shared-objects.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { Clock } from '../time/clock.js';
import type { AccessPlace, AccessWitness } from './access-event.js';
import type { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationTotals } from './application-totals.js';
import type { Hook } from './hook.js';

/** Bounds the NetStreams of all clients of a virtual host. */
export interface NetStreamLimit {
  /** Whether there may be one more; if so it is counted. */
  enter(): boolean;
  leave(): void;
}

/** What every application of a virtual host shares. */
export interface ApplicationEnvironment extends ServerEnvironment {
  /** The adaptor and the virtual host. */
  readonly host: AccessPlace;
  readonly netStreams: NetStreamLimit;
  /** Bounds the shared objects of all instances of a virtual host. */
  readonly sharedObjects: ObjectLimit;
  /** The virtual key of clients that call themselves so; undefined for those that have none. */
  readonly virtualKeyOf: (agent: string) => string | undefined;
}

/** What every instance of an application shares. */
export interface InstanceEnvironment extends ApplicationEnvironment {
  readonly bandwidth: ApplicationBandwidth;
  readonly totals: ApplicationTotals;
}

/** What every application of the process shares. */
export interface ServerEnvironment {
  readonly clock: Clock;
  /** Shared by all streams of the process. */
  readonly pace: FlushPace;
  /** What was read of recorded media lately, for all players of the process. */
  readonly segments: SegmentCache;
  readonly logger: Logger;
  /** Hears what happens. */
  readonly witness: AccessWitness;
  /** Asked before those of an application. */
  readonly hooks: readonly Hook[];
}
