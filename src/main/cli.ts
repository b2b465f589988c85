#!/usr/bin/env -S node --max-semi-space-size=8 --initial-old-space-size=256
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { ExitCode } from './exit-code.js';
import { addHelpTexts } from './help-texts.js';
import type { ServeOptions, SourceOptions } from './serve-options.js';
import { addServeOptions, addSourceOptions } from './serve-options.js';

/** What each word of the command line adds to the program. It is loaded when it is needed, so that a key is made at once. */
const commands = new Map<string, (program: Command, version: string) => Promise<void> | void>([
  ['serve', addServeCommand],
  ['check', addCheckCommand],
  ['key', async (program) => (await import('./key-command.js')).addKeyCommand(program)],
  ['media', async (program) => (await import('./media-command.js')).addMediaCommand(program)],
  ['import', async (program) => (await import('./import-command.js')).addImportCommand(program)],
  ['port', async (program) => (await import('./port-command.js')).addPortCommand(program)],
  ['tls', async (program) => (await import('./tls-command.js')).addTlsCommand(program)],
  ['user', async (program) => (await import('./user-command.js')).addUserCommand(program)],
]);

/** Runs `afterglow` with these arguments and sets the exit code of the process. */
export async function runCli(args: readonly string[]): Promise<void> {
  const program = await createProgram(args);
  try {
    refuseUnknownCommand(program, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  }
}

/** The command that these arguments ask for, or all of them. */
export async function createProgram([word = 'serve']: readonly string[]): Promise<Command> {
  const version = readVersion();
  const program = new Command('afterglow')
    .description('A media server: publish with OBS, play anywhere, Flash Media Server applications included.')
    .version(version)
    .showHelpAfterError('(--help lists the options)')
    .exitOverride();
  const asked = commands.get(word);
  // Help, and who asks for what is not there, get all of them.
  for (const add of asked === undefined ? commands.values() : [asked]) await add(program, version);
  addHelpTexts(program);
  return program;
}

function addServeCommand(program: Command, version: string): void {
  addServeOptions(program.command('serve', { isDefault: true }).description('run the server')).action(
    async (options: ServeOptions) => {
      const { serve } = await import('./serve-command.js');
      process.exitCode = await serve(options, version);
    },
  );
}

function addCheckCommand(program: Command): void {
  addSourceOptions(program.command('check').description('check the configuration and the scripts')).action(
    async (options: SourceOptions) => {
      const { check } = await import('./check-command.js');
      process.exitCode = await check(options);
    },
  );
}

/** `serve` is what runs without a command, so a word that is none would be taken for an argument of it. */
function refuseUnknownCommand(program: Command, [word]: readonly string[]): void {
  const commands = program.commands.map((command) => command.name());
  if (word === undefined || word.startsWith('-') || word === 'help' || commands.includes(word)) return;
  program.error(`error: unknown command '${word}'; there are: ${commands.join(', ')}`);
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

const [, script] = process.argv;
if (script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url))
  await runCli(process.argv.slice(2));
