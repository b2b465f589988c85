import { totalmem } from 'node:os';
import { residentMemory } from '../net/resident-memory.js';
import type { Clock } from '../time/clock.js';

/** Milliseconds after which the load is measured anew. */
const LOAD_AGE = 1000;

/** Percent of a core since somebody asked last, at most once a second, and of the memory of the machine. */
export function machineLoad(clock: Clock): () => { cpu: number; memory: number } {
  let at = clock.now();
  let used = process.cpuUsage();
  let load = { cpu: 0, memory: 0 };
  return () => {
    const now = clock.now();
    if (now - at < LOAD_AGE) return load;
    const { user, system } = process.cpuUsage(used);
    load = {
      cpu: Math.round((user + system) / 10 / (now - at)),
      memory: Math.round((100 * residentMemory()) / totalmem()),
    };
    [at, used] = [now, process.cpuUsage()];
    return load;
  };
}
