import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ImportError } from '../importing/import-error.js';
import { importFms } from '../importing/fms/import-fms.js';
import type { ImportDestination } from './write-import.js';
import { writeImport } from './write-import.js';

const MAX_FILE = 1024 * 1024;
/** Folders of recordings may be deep and full: nothing of the configuration lies there. */
const MAX_DEPTH = 4;
const MAX_FILES = 1000;
const WANTED =
  /^(?:(?:fms|ams)\.ini|(?:server|logger|users|adaptor|vhost|application)\.xml|allowed(?:html|swf)domains\.txt)$/i;

/** `afterglow import fms <dir>`: the configuration of Flash Media Server and Adobe Media Server. */
export function addImportFmsCommand(parent: Command): void {
  parent
    .command('fms')
    .description('take over the configuration of Flash Media Server or Adobe Media Server')
    .argument('<dir>', 'the folder in which it is installed, or its folder conf')
    .option('--to <dir>', 'where to write conf and apps', 'imported')
    .action((dir: string, destination: ImportDestination) => {
      process.exitCode = writeImport(
        dir,
        destination,
        () => importFms(readTree(dir)),
        `Copy the folders of your applications (main.asc, media, SWFs) into apps beside it, then: npm start -- --conf ` +
          `${join(destination.to, 'conf')} --apps ${join(destination.to, 'apps')}\n` +
          `Publishers from elsewhere need a stream key here: afterglow key add, or publish.requires (docs/access.md).`,
      );
    });
}

function readTree(dir: string): Map<string, string> {
  const tree = new Map<string, string>();
  const entries = readdirSync(dir);
  // Its folder conf alone, as it lies in the installation.
  const prefix = entries.some((name) => /^server\.xml$/i.test(name)) ? 'conf/' : '';
  collect(dir, prefix, 0, tree);
  if (tree.size > 0) return tree;
  throw new ImportError('not-there', 'there is no Server.xml, Adaptor.xml, Vhost.xml or Application.xml in it');
}

function collect(dir: string, path: string, depth: number, tree: Map<string, string>): void {
  for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = join(dir, entry.name);
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) collect(file, `${path}${entry.name}/`, depth + 1, tree);
    } else if (entry.isFile() && WANTED.test(entry.name) && tree.size < MAX_FILES) {
      if (statSync(file).size > MAX_FILE)
        throw new ImportError('too-large', `${file}: it is larger than ${MAX_FILE} bytes`);
      tree.set(`${path}${entry.name}`, readFileSync(file, 'utf8'));
    }
  }
}
