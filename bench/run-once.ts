import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { callScenarios } from './bench-server.js';
import type { Children } from './children.js';
import type { Run } from './measurement.js';
import type { Bench } from './observed-load.js';
import type { RecordedMedia } from './recorded-media.js';
import type { PlannedRun } from './rounds.js';
import { scenarios } from './scenarios/all-scenarios.js';
import { neededMedia } from './scenarios/needed-media.js';

/** Starts the server, measures it, stops it. What goes wrong is the `failure` of the run. */
export async function runOnce(
  planned: PlannedRun,
  bench: Bench,
  children: Children,
  recorded: RecordedMedia,
  scratch: string,
): Promise<Run> {
  const { server, scenario, size, round } = planned;
  const { settle, seconds, ramp } = bench.pace;
  const about = { server: server.name, scenario, size, round };
  const folder = join(scratch, server.name);
  mkdirSync(folder);
  try {
    const timeLimit = size / ramp + 2 * settle + 8 * seconds + 90;
    const needed = neededMedia(planned, bench.pace);
    const media = needed === undefined ? undefined : recorded.folderOf(needed);
    const benchApps = callScenarios.includes(scenario);
    const running = await server.start({ children, folder, core: bench.cores.server, timeLimit, media, benchApps });
    try {
      return { ...about, ...(await scenarios[scenario](bench, running, size)) };
    } finally {
      await running.stop();
    }
  } catch (error) {
    return { ...about, metrics: {}, raw: {}, failure: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
