import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Imported } from '../importing/imported.js';
import { ImportError } from '../importing/import-error.js';
import { ExitCode } from './exit-code.js';
import { importReport } from './import-report.js';
import { importedFiles } from './imported-files.js';

/** Where an import goes. */
export interface ImportDestination {
  readonly to: string;
}

/** What the system says of a path, as a person says it. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it is not there'],
  ['EISDIR', 'it is a folder; name the file'],
  ['ENOTDIR', 'it is a file; name the folder'],
  ['EACCES', 'it may not be read or written by this user'],
]);

/** Writes what `read` finds below `to`, and says what became of everything. Answers the exit code. */
export function writeImport(from: string, { to }: ImportDestination, read: () => Imported, hint: string): number {
  try {
    const result = importedFiles(read(), from);
    const present = result.files.map(({ path }) => join(to, path)).find((file) => existsSync(file));
    if (present !== undefined) {
      throw new ImportError('not-there', `${present}: it is there already; name another folder by --to`);
    }
    for (const { path, text } of result.files) {
      mkdirSync(dirname(join(to, path)), { recursive: true });
      writeFileSync(join(to, path), text, { flag: 'wx' });
    }
    console.log(importReport(result));
    if (result.files.length > 0) {
      for (const folder of ['conf', 'apps']) mkdirSync(join(to, folder), { recursive: true });
      console.log(`Written to ${to}. ${hint}`);
    }
    return ExitCode.ok;
  } catch (error) {
    if (!(error instanceof ImportError) && !(error instanceof Error && 'syscall' in error)) throw error;
    console.error(
      `${from} was not imported: ${reasons.get('code' in error ? String(error.code) : '') ?? error.message}`,
    );
    return ExitCode.failed;
  }
}
