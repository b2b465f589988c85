import { bareLoopProgram } from '../checkout.js';
import type { BenchServer, ScenarioName } from '../bench-server.js';
import { certificateFiles } from './certificate-files.js';
import { startServerProgram } from './server-program.js';

export function bareName(merge: number): string {
  return `bare-node-${merge}ms`;
}

/** The bare loop that keeps messages back for `merge` milliseconds: 0 sends each at once. */
export function bare(merge: number, scenarios: readonly ScenarioName[]): BenchServer {
  return {
    name: bareName(merge),
    scenarios,
    start: (setting) => {
      const { certFile, keyFile } = certificateFiles(setting.folder);
      return startServerProgram(setting, (port) => ({
        command: process.execPath,
        args: [bareLoopProgram, `${port}`, `${merge}`, certFile, keyFile],
      }));
    },
  };
}
