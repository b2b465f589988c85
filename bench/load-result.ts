/** Percentiles in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99?: number;
  readonly max: number;
}

/**
 * What a load client prints at its end, in the words of rtmpload; players count within the measured window only.
 */
export interface LoadResult {
  readonly connections: number;
  readonly running: number;
  readonly with_video: number;
  readonly failed: number;
  readonly disconnects: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly video: number;
  readonly audio: number;
  readonly gaps: number;
  readonly disorder: number;
  readonly drops: number;
  readonly cycles_per_s: number;
  /** From TCP connect to the first picture; with `--churn`, to Play.Start. */
  readonly first_frame_ms: Percentiles;
  readonly latency_ms: Percentiles;
  readonly client_cpu_s: number;
  readonly server_cpu_s: number;
  readonly server_rss_kb: number;
  /** Of the client that seeks: how many seeks there were, and how many of them failed. */
  readonly seeks?: number;
  readonly seek_errors?: number;
  /** From the command to the first picture of the new place. */
  readonly seek_ms?: Percentiles;
  /** Of the client that calls: results that were wrong or never came. */
  readonly call_errors?: number;
}

/** The last line of the output that is JSON, or undefined. */
export function parseLoadResult(output: string): LoadResult | undefined {
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  return line === undefined ? undefined : (JSON.parse(line) as LoadResult);
}
