import { z } from 'zod';
import { keyFacts } from './key-types.js';

/** The path of a file or a folder; empty for none. */
export function optionalPath(what: string, example: string, description: string) {
  return z
    .string()
    .prefault('')
    .meta({ description })
    .register(keyFacts, {
      noun: `${what}, or empty`,
      mend: `write a path such as ${example}, or ''`,
      format: (path: string) => path || "''",
    });
}
