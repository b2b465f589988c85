import type { MetricName, Metrics, Result, Run } from './measurement.js';

/** The middle value, or the mean of the two middle ones; undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}

/** One result for each server and exercise, in the order of the first runs. Failed runs are counted, not averaged. */
export function medians(runs: readonly Run[]): Result[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.scenario} ${run.size} ${run.server}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups.values()].map((group) => {
    const { scenario, size, server } = group[0]!;
    const failures = group.flatMap(({ failure }) => failure ?? []);
    return { scenario, size, server, metrics: mediansOf(group), rounds: group.length, failures };
  });
}

function mediansOf(runs: readonly Run[]): Metrics {
  const names = new Set(runs.flatMap(({ metrics }) => Object.keys(metrics) as MetricName[]));
  const entries = [...names].map((name) => [name, median(runs.flatMap(({ metrics }) => metrics[name] ?? []))] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
