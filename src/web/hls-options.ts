import type { Adaptor } from '../application/adaptor.js';
import type { SegmenterOptions } from '../hls/segmenter.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { HlsContainerChoice } from './hls-container.js';

export interface HlsOptions extends SegmenterOptions {
  /** Of `index.m3u8`. */
  readonly container: HlsContainerChoice;
  /** Segments that the playlist of a live stream shows at least. */
  readonly windowSegments: number;
  /** Milliseconds that it shows at least. */
  readonly dvrWindow: number;
  /** Bytes for the segments of one live stream. */
  readonly windowSize: number;
  /** Milliseconds: of the segments of recorded media. */
  readonly recordedSegmentDuration: number;
  /** Bytes for the segments of all recorded media together. */
  readonly recordedCache: number;
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
