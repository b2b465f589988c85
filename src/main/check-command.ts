import { loadConfiguration } from '../config/load-configuration.js';
import type { Problem } from '../config/problem.js';
import { formatProblem } from '../config/problem.js';
import { checkScripts } from './check-scripts.js';
import { ExitCode } from './exit-code.js';
import type { SourceOptions } from './serve-options.js';
import { sourcesOf } from './serve-options.js';

/** `afterglow check`: prints every mistake of the configuration and of the scripts, or that there is none. */
export async function check(options: SourceOptions): Promise<number> {
  const { configuration, problems } = await loadConfiguration(sourcesOf(options));
  print(problems);
  // Without a configuration it is not known which applications there are.
  const scripts = configuration === undefined ? undefined : await checkScripts(configuration);
  if (scripts !== undefined) print(scripts.problems);
  if (problems.length > 0) console.error(`${mistakes(problems.length)} in the configuration.`);
  else console.log(`The configuration in ${options.conf} is valid.`);
  const inScripts = scripts?.problems.length ?? 0;
  if (inScripts > 0) console.error(`${mistakes(inScripts)} in scripts.`);
  else if (scripts !== undefined && scripts.count > 0) {
    console.log(
      `${scripts.count} ${scripts.count === 1 ? 'script has' : 'scripts have'} no mistakes that can be seen.`,
    );
  }
  return problems.length + inScripts === 0 ? ExitCode.ok : ExitCode.usage;
}

function print(problems: readonly Problem[]): void {
  for (const problem of problems) console.error(`${problem.severity}: ${formatProblem(problem)}`);
}

function mistakes(count: number): string {
  return `${count} ${count === 1 ? 'mistake' : 'mistakes'}`;
}
