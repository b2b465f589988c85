import { bareLoopProgram } from '../checkout.js';
import type { BenchServer, ScenarioName } from '../bench-server.js';
import { startServerProgram } from './server-program.js';

export function bareName(merge: number): string {
  return `bare-node-${merge}ms`;
}

/** The bare loop that keeps messages back for `merge` milliseconds: 0 sends each at once. */
export function bare(merge: number, scenarios: readonly ScenarioName[]): BenchServer {
  return {
    name: bareName(merge),
    scenarios,
    start: (setting) =>
      startServerProgram(setting, (port) => ({
        command: process.execPath,
        args: [bareLoopProgram, `${port}`, `${merge}`],
      })),
  };
}
