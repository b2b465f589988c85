import type { Logger } from '../log/logger.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { SharedObjectStore } from '../sharedobject/shared-object-store.js';
import type { ObjectLimit } from '../sharedobject/shared-objects.js';
import type { SegmentCache } from '../stream/segment-cache.js';
import type { Clock } from '../time/clock.js';
import type { ApplicationBandwidth } from './application-bandwidth.js';
import type { ApplicationOptions } from './application-options.js';
import type { ApplicationTotals } from './application-totals.js';
import type { Hook } from './hook.js';
import type { MediaLibrary } from './media-library.js';
import type { ConfiguredPlaylist } from './playlists.js';
import type { RecordingStore } from './recording-store.js';
import type { SafeName } from './safe-name.js';

/** What an application is made from: found in the configuration and its folder. */
export interface ApplicationDefinition {
  readonly options: ApplicationOptions;
  /** Hooks of this application, asked after those of the server. */
  readonly hooks: readonly Hook[];
  readonly media: MediaLibrary;
  readonly recordings: RecordingStore;
  /** Makes the store of the persistent shared objects of an instance. */
  readonly sharedObjects: (instance: SafeName) => SharedObjectStore;
  /** Live streams that the server plays by itself, in their instances. */
  readonly playlists: readonly ConfiguredPlaylist[];
}

/** Says which applications there are. */
export interface ApplicationCatalog {
  /** Undefined if there is no application of that name. */
  find(name: SafeName): Promise<ApplicationDefinition | undefined>;
}

/** Bounds the NetStreams of all clients of a virtual host. */
export interface NetStreamLimit {
  /** Whether there may be one more; if so it is counted. */
  enter(): boolean;
  leave(): void;
}

/** What every application of a virtual host shares. */
export interface ApplicationEnvironment extends ServerEnvironment {
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
  /** Asked before those of an application. */
  readonly hooks: readonly Hook[];
}
