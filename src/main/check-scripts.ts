import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { ApplicationSettings, ServerConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { Problem } from '../config/problem.js';
import type { SourceProblem } from '../script/host/bundle-application.js';
import { bundleApplication } from '../script/host/bundle-application.js';
import { ascSources } from './asc-sources.js';
import { checkAsc } from './check-asc.js';
import { findScript } from './find-script.js';

export interface CheckedScripts {
  /** Applications that have a script. */
  readonly count: number;
  readonly problems: readonly Problem[];
}

/** Reads the scripts of all applications, each once. Nothing of them runs. */
export async function checkScripts({ adaptors }: ServerConfiguration): Promise<CheckedScripts> {
  const checked = new Set<string>();
  const problems: Problem[] = [];
  for (const host of adaptors.flatMap(({ virtualHosts }) => virtualHosts)) {
    for (const [name, folder] of host.applicationFolders) {
      const { script } = applicationSettings(host, name);
      const found = script.enabled ? findScript(resolve(folder), name) : undefined;
      if (found === undefined || checked.has(found.file)) continue;
      checked.add(found.file);
      const ofScript =
        found.language === 'asc'
          ? checkAsc(ascSources(resolve(folder), found.file, librariesOf(script)))
          : await checkModule(resolve(folder), found.file);
      problems.push(...ofScript.map((problem) => ({ ...problem, file: shown(folder, problem.file) })));
    }
  }
  return { count: checked.size, problems };
}

function librariesOf({ libraries }: ApplicationSettings['script']): string[] {
  return libraries.map((library) => resolve(library));
}

async function checkModule(folder: string, file: string): Promise<Problem[]> {
  const { errors, warnings } = await bundleApplication({ folder, file, read: (path) => readFile(path, 'utf8') });
  const problem = ({ text, file: at, line }: SourceProblem, severity: Problem['severity']): Problem => {
    // The place is told apart from the message, and shown with it.
    const [first = ''] = text.replace(/^\S+:\d+:\d+: /, '').split('\n');
    const column = /^\S+:\d+:(\d+): /.exec(text)?.[1];
    const mend = severity === 'error' ? 'mend it: the application cannot be loaded' : 'see whether it is meant so';
    return {
      file: at ?? relative(folder, file),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column: Number(column) }),
      ...{ key: '', message: first, mend, severity },
    };
  };
  return [...errors.map((error) => problem(error, 'error')), ...warnings.map((warning) => problem(warning, 'warning'))];
}

/** As one finds it from where the command was started. */
function shown(folder: string, file: string): string {
  const path = resolve(folder, file);
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : join(way);
}
