import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ImportError } from '../importing/import-error.js';
import type { NginxFile } from '../importing/nginx/import-nginx.js';

/** Files of one configuration, those that are included in it with them. */
const MAX_FILES = 200;
/** Characters of one file. */
const MAX_FILE = 1024 * 1024;

/** A file of a configuration, read whole. Throws ImportError if it is too large for one. */
export function configurationText(file: string): string {
  if (statSync(file).size > MAX_FILE)
    throw new ImportError('too-large', `${file}: it is larger than ${MAX_FILE} bytes`);
  return readFileSync(file, 'utf8');
}

/**
 * Finds what `include` of nginx names: from the folder of `main`, as nginx does, with `*` and `?` in the name of the file, in the
 * order of their names.
 */
export function includedFiles(main: string): (pattern: string) => readonly NginxFile[] {
  let count = 0;
  return (pattern) => {
    const folder = resolve(dirname(main), dirname(pattern));
    const name = new RegExp(
      `^${basename(pattern)
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder)
      .filter((entry) => name.test(entry))
      .sort();
    return names.flatMap((entry) => {
      const file = join(folder, entry);
      if (!statSync(file).isFile()) return [];
      if (++count > MAX_FILES) throw new ImportError('too-large', `${file}: more than ${MAX_FILES} files are included`);
      return [{ file, text: configurationText(file) }];
    });
  };
}
