import type { Command } from 'commander';
import { addImportSharedObjectCommand } from './import-shared-object-command.js';

/** `afterglow import …`: takes over what other software kept. */
export function addImportCommand(program: Command): void {
  addImportSharedObjectCommand(program.command('import').description('take over what Flash and its servers kept'));
}
