import { loadConfiguration } from '../config/load-configuration.js';
import { formatProblem } from '../config/problem.js';
import { ExitCode } from './exit-code.js';
import type { SourceOptions } from './serve-options.js';
import { sourcesOf } from './serve-options.js';

/** `afterglow check`: prints every mistake of the configuration, or that there is none. */
export async function check(options: SourceOptions): Promise<number> {
  const { problems } = await loadConfiguration(sourcesOf(options));
  for (const problem of problems) console.error(`${problem.severity}: ${formatProblem(problem)}`);
  const { length } = problems;
  if (length === 0) {
    console.log(`The configuration in ${options.conf} is valid.`);
    return ExitCode.ok;
  }
  console.error(`${length} ${length === 1 ? 'mistake' : 'mistakes'} in the configuration.`);
  return ExitCode.usage;
}
