#!/usr/bin/env -S node --max-semi-space-size=8 --initial-old-space-size=256
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { check } from './check-command.js';
import { ExitCode } from './exit-code.js';
import { addImportCommand } from './import-command.js';
import { addKeyCommand } from './key-command.js';
import { addMediaCommand } from './media-command.js';
import { addPortCommand } from './port-command.js';
import { serve } from './serve-command.js';
import type { ServeOptions, SourceOptions } from './serve-options.js';
import { addServeOptions, addSourceOptions } from './serve-options.js';
import { addTlsCommand } from './tls-command.js';
import { addUserCommand } from './user-command.js';

/** Runs `afterglow` with these arguments and sets the exit code of the process. */
export async function runCli(args: readonly string[]): Promise<void> {
  const version = readVersion();
  const program = new Command('afterglow')
    .description('A media server: publish with OBS, play anywhere, Flash Media Server applications included.')
    .version(version)
    .showHelpAfterError('(--help lists the options)')
    .exitOverride();
  addServeOptions(program.command('serve', { isDefault: true }).description('run the server')).action(
    async (options: ServeOptions) => void (process.exitCode = await serve(options, version)),
  );
  addSourceOptions(program.command('check').description('check the configuration and the scripts')).action(
    async (options: SourceOptions) => void (process.exitCode = await check(options)),
  );
  addKeyCommand(program);
  addMediaCommand(program);
  addImportCommand(program);
  addPortCommand(program);
  addTlsCommand(program);
  addUserCommand(program);
  try {
    refuseUnknownCommand(program, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  }
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
