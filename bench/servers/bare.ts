import { bareLoopProgram } from '../checkout.js';
import type { BenchServer, ScenarioName } from '../bench-server.js';
import { startServerProgram } from './server-program.js';

/** The bare loop that keeps messages back for `merge` milliseconds: 0 sends each at once. */
export function bare(merge: number, scenarios: readonly ScenarioName[]): BenchServer {
  return {
    name: `bare-node-${merge}ms`,
    scenarios,
    start: (setting) =>
      startServerProgram(setting, (port) => ({
        command: process.execPath,
        args: [bareLoopProgram, `${port}`, `${merge}`],
      })),
  };
}
