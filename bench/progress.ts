import type { BenchOptions } from './bench-options.js';
import type { Cores } from './cores.js';
import type { Run } from './measurement.js';
import { exerciseTitle } from './report/exercise-title.js';

/** One line about a run that has ended. */
export function describeRun(run: Run): string {
  const { server, round, failure, metrics } = run;
  const about = `${exerciseTitle(run)} · round ${round} · ${server}`;
  if (failure !== undefined) return `${about}: ✗ ${failure}`;
  const { cpuPerMb, delayP50, delayP99, cyclesPerSecond, seekErrors, playStartP50, firstFrameP95 } = metrics;
  const said = [
    ...(cpuPerMb === undefined ? [] : [`${cpuPerMb.toFixed(2)} ms/MB`]),
    ...(delayP50 === undefined || delayP99 === undefined ? [] : [`delay ${delayP50}/${delayP99} ms`]),
    ...(cyclesPerSecond === undefined ? [] : [`${cyclesPerSecond.toFixed(0)} per second`]),
    ...(seekErrors === undefined ? [] : [`${seekErrors} seeks failed`]),
    ...(playStartP50 === undefined
      ? []
      : [`Play.Start ${playStartP50} ms`, `first frame p95 ${firstFrameP95 ?? 0} ms`]),
  ];
  return `${about}: ${said.join(', ')}`;
}

/** What the file of results says about how it was made. */
export function describeOptions(options: BenchOptions, cores: Cores): object {
  const { exercises, rounds, seconds, settle, ramp } = options;
  return { exercises, rounds, seconds, settle, ramp, cores: { server: cores.server, load: cores.load } };
}

/** `45 s`, `12 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
