import { join } from 'node:path';
import { expect } from 'vitest';
import type { ServerConfiguration } from '../../src/config/configuration.js';
import { loadConfiguration } from '../../src/config/load-configuration.js';
import type { ConfigurationSources, LoadedConfiguration } from '../../src/config/load-configuration.js';
import { formatProblem } from '../../src/config/problem.js';
import { configurationFolder } from './configuration-folder.js';
import type { Files } from './configuration-folder.js';

export interface LoadedFiles extends LoadedConfiguration {
  readonly folder: string;
  /** One line a problem, paths relative to the folder. */
  readonly lines: string[];
}

/** Loads a configuration from these files of `conf/` and `apps/`. */
export async function loadFiles(files: Files, sources: Partial<ConfigurationSources> = {}): Promise<LoadedFiles> {
  const folder = await configurationFolder({ 'conf/': '', 'apps/': '', ...files });
  const loaded = await loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps'), ...sources });
  const lines = loaded.problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ''));
  return { ...loaded, folder, lines };
}

/** The same for files without a mistake. */
export async function loadValidFiles(
  files: Files,
  sources: Partial<ConfigurationSources> = {},
): Promise<ServerConfiguration> {
  const { lines, configuration } = await loadFiles(files, sources);
  expect(lines).toEqual([]);
  return configuration!;
}
