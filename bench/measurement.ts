import type { ScenarioName } from './bench-server.js';
import type { LoadResult } from './load-result.js';

/** What one run tells. Only what its scenario measures is there. Times are milliseconds, sizes 10^6 bytes. */
export interface Metrics {
  /** Milliseconds of the server's CPU time per delivered megabyte. */
  readonly cpuPerMb?: number;
  /** The part of one core that the server used. */
  readonly serverCpu?: number;
  readonly residentMb?: number;
  /** Frames that a player missed between two that it got. */
  readonly lostFrames?: number;
  /** Players that failed, were disconnected, or saw no picture. */
  readonly lostPlayers?: number;
  readonly delayP50?: number;
  readonly delayP99?: number;
  readonly firstFrameP50?: number;
  readonly firstFrameP95?: number;
  readonly playStartP50?: number;
  readonly playStartP95?: number;
  readonly cyclesPerSecond?: number;
  readonly seeksPerSecond?: number;
  readonly seekErrors?: number;
  readonly seekP50?: number;
  readonly seekP95?: number;
  readonly callsPerSecond?: number;
  readonly callErrors?: number;
  readonly callP50?: number;
  readonly callP99?: number;
  /** How many times a published stream leaves the origin. */
  readonly originStreams?: number;
  /** The part of the bytes of recordings that were not fetched from the origin. */
  readonly hitRatio?: number;
  /** How long players saw no picture. */
  readonly failoverP50?: number;
  readonly failoverLongest?: number;
  /** Of a whole list of the REST API, all of its pages. */
  readonly listP50?: number;
  readonly listP95?: number;
  /** The part of one core that one scrape of the metrics per second takes. */
  readonly scrapeCpu?: number;
  /** The part of one core that the load clients used. */
  readonly loadCpu?: number;
  /** How busy their core was, with the kernel and with programs that have no part in this. */
  readonly loadCore?: number;
  /** How busy the server's core was with anything but the server. */
  readonly strangers?: number;
}

export type MetricName = keyof Metrics;

/** What is measured at one time: a scenario at one size. */
export interface Exercise {
  readonly scenario: ScenarioName;
  /** Players, publishers or slots. */
  readonly size: number;
}

export interface Run extends Exercise {
  readonly server: string;
  /** From 1. */
  readonly round: number;
  readonly metrics: Metrics;
  /** What the load clients printed. */
  readonly raw: Readonly<Record<string, LoadResult>>;
  /** Why there are no metrics. */
  readonly failure?: string;
}

/** The medians of all rounds of one server in one exercise. */
export interface Result extends Exercise {
  readonly server: string;
  readonly metrics: Metrics;
  readonly rounds: number;
  readonly failures: readonly string[];
}
