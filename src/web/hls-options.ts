import type { Adaptor } from '../application/adaptor.js';
import type { SegmenterOptions } from '../hls/segmenter.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';

export interface HlsOptions extends SegmenterOptions {
  /** Segments that the playlist of a live stream shows. */
  readonly windowSegments: number;
  /** Bytes for the segments of one live stream. */
  readonly windowSize: number;
  /** Milliseconds: of the segments of recorded media. */
  readonly recordedSegmentDuration: number;
  /** Milliseconds without a request after which a viewer is taken to have gone. */
  readonly viewerTimeout: number;
  /** Milliseconds for which a live stream is cut into segments while nobody views it. */
  readonly idleTimeout: number;
}

/** What HLS stands on. */
export interface HlsEnvironment {
  readonly adaptor: Adaptor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes the ids of clients and of sessions, which nobody can guess. */
  readonly createId: () => string;
  readonly options: () => HlsOptions;
}
