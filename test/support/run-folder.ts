import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for this run of the end-to-end tests; it is removed when the run ends. */
    runFolder: string;
  }
}

/** The folder that all end-to-end tests of this run share. */
export function runFolder(): string {
  return inject('runFolder');
}

/** A new empty folder inside of the run's. */
export function newFolder(prefix: string): string {
  return mkdtempSync(join(runFolder(), `${prefix}-`));
}
