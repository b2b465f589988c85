import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { DEFAULT_INSTANCE } from '../application/application-address.js';
import type { SafeName } from '../application/safe-name.js';
import { parseSafeName, printable } from '../application/safe-name.js';
import type { ApplicationSettings } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import { loadConfiguration } from '../config/load-configuration.js';
import { formatProblem } from '../config/problem.js';
import { silentLogger } from '../log/logger.js';
import { systemClock } from '../net/system-clock.js';
import { SolError } from '../sharedobject/sol-error.js';
import { contentOfSol } from '../storage/read-shared-object.js';
import { SharedObjectFileError } from '../storage/shared-object-file-error.js';
import { StorageError } from '../storage/storage-error.js';
import { ExitCode } from './exit-code.js';
import type { KeyFileOptions } from './key-options.js';
import { dataOption } from './key-options.js';
import type { SourceOptions } from './serve-options.js';
import { addSourceOptions, sourcesOf } from './serve-options.js';
import { SharedObjectStores } from './shared-object-stores.js';

interface ImportOptions extends SourceOptions, KeyFileOptions {
  readonly app: SafeName;
  readonly instance: SafeName;
  readonly name?: SafeName;
  readonly replace?: true;
}

/** `afterglow import sharedobject <file>`: makes a persistent shared object of a file of Flash. */
export function addImportSharedObjectCommand(parent: Command): void {
  addSourceOptions(parent.command('sharedobject').description('make a persistent shared object of a .sol or .fso file'))
    .addOption(dataOption())
    .argument('<file>', 'the file of Flash Player or of Flash Media Server')
    .requiredOption('--app <application>', 'the application that it is for', parseName)
    .option('--instance <instance>', 'the instance', parseName, DEFAULT_INSTANCE)
    .option('--name <name>', 'what to call the object (default: the name in the file)', parseName)
    .option('--replace', 'replace an object that there is; no client may be using it')
    .action(async (file: string, options: ImportOptions) => void (process.exitCode = await importFile(file, options)));
}

async function importFile(file: string, options: ImportOptions): Promise<number> {
  const settings = await settingsOf(options);
  if (settings === undefined) return ExitCode.usage;
  try {
    console.log(await importInto(file, options, settings));
    return ExitCode.ok;
  } catch (error) {
    const isExpected =
      error instanceof SolError ||
      error instanceof SharedObjectFileError ||
      error instanceof StorageError ||
      (error instanceof Error && 'syscall' in error);
    if (!isExpected) throw error;
    console.error(`${file} was not imported: ${error.message}`);
    return ExitCode.failed;
  }
}

async function importInto(file: string, options: ImportOptions, settings: ApplicationSettings): Promise<string> {
  const { app, instance, data, replace } = options;
  const content = contentOfSol(new Uint8Array(await readFile(file)));
  const name = options.name ?? parseSafeName(content.name);
  if (name === undefined) {
    throw new SharedObjectFileError('name', `${printable(content.name)} is no name for an object; --name gives it one`);
  }
  const store = new SharedObjectStores(data, systemClock, silentLogger).of(app, () => settings)(instance);
  const present = replace === true ? undefined : await store.load(name);
  if (present !== undefined)
    throw new SharedObjectFileError('name', `there is an object ${name}; --replace replaces it`);
  const imported = { ...content, name };
  await store.save({ name, content: () => imported, stored: () => undefined });
  const { size } = imported.properties;
  return `Imported ${file}: the object ${name} of ${app}/${instance}, with ${size} ${size === 1 ? 'property' : 'properties'}.`;
}

/** Of the default virtual host; undefined if the configuration has mistakes, which are printed. */
async function settingsOf(options: ImportOptions): Promise<ApplicationSettings | undefined> {
  const { configuration, problems } = await loadConfiguration(sourcesOf(options));
  const host = configuration?.adaptors[0]?.virtualHosts[0];
  if (host !== undefined) return applicationSettings(host, options.app);
  for (const problem of problems) console.error(`${problem.severity}: ${formatProblem(problem)}`);
  return undefined;
}

function parseName(text: string): SafeName {
  const name = parseSafeName(text);
  if (name === undefined) throw new InvalidArgumentError('It is no name that a file may have.');
  return name;
}
