import type { Command } from 'commander';
import { addIndexCommand } from './media-index-command.js';
import { addInspectCommand } from './media-inspect-command.js';
import { addRemuxCommand } from './media-remux-command.js';
import { addRepairCommand } from './media-repair-command.js';

/** `afterglow media …`: works on media files, while the server runs or not. */
export function addMediaCommand(program: Command): void {
  const media = program.command('media').description('look into, repair and convert recordings and other media files');
  addInspectCommand(media);
  addIndexCommand(media);
  addRepairCommand(media);
  addRemuxCommand(media);
}
