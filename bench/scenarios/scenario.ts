import type { RunningServer } from '../bench-server.js';
import type { LoadResult } from '../load-result.js';
import type { Metrics } from '../measurement.js';
import type { Bench } from '../observed-load.js';

/** What a scenario found out in one run. */
export interface Outcome {
  readonly metrics: Metrics;
  readonly raw: Readonly<Record<string, LoadResult>>;
}

export type Scenario = (bench: Bench, server: RunningServer, size: number) => Promise<Outcome>;
