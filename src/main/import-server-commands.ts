import { join } from 'node:path';
import type { Command } from 'commander';
import type { Imported } from '../importing/imported.js';
import { importNginx } from '../importing/nginx/import-nginx.js';
import { importNodeMediaServer } from '../importing/node-media-server/import-node-media-server.js';
import { configurationText, includedFiles } from './included-files.js';
import type { ImportDestination } from './write-import.js';
import { writeImport } from './write-import.js';

/** `afterglow import nginx-rtmp <file>` and `node-media-server <file>`: servers whose configuration is one file. */
export function addImportServerCommands(parent: Command): void {
  add(parent, 'nginx-rtmp', 'nginx.conf with an rtmp block, and what it includes', (file, text) =>
    importNginx(file, text, includedFiles(file)),
  );
  add(
    parent,
    'node-media-server',
    'configuration of Node-Media-Server, JSON or JavaScript; nothing of it is run',
    importNodeMediaServer,
  );
}

function add(parent: Command, name: string, what: string, read: (file: string, text: string) => Imported): void {
  parent
    .command(name)
    .description(`take over a ${what}`)
    .argument('<file>', 'the file')
    .option('--to <dir>', 'where to write conf and apps', 'imported')
    .action((file: string, destination: ImportDestination) => {
      process.exitCode = writeImport(
        file,
        destination,
        () => read(file, configurationText(file)),
        `Look through them, then: npm start -- --conf ${join(destination.to, 'conf')} --apps ${join(destination.to, 'apps')}`,
      );
    });
}
