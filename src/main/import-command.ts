import type { Command } from 'commander';
import { addImportFmsCommand } from './import-fms-command.js';
import { addImportServerCommands } from './import-server-commands.js';
import { addImportSharedObjectCommand } from './import-shared-object-command.js';

/** `afterglow import …`: takes over what other software kept. */
export function addImportCommand(program: Command): void {
  const parent = program.command('import').description('take over what other servers kept, and their configuration');
  addImportFmsCommand(parent);
  addImportServerCommands(parent);
  addImportSharedObjectCommand(parent);
}
