import { join } from 'node:path';
import { nearestName } from './nearest-name.js';
import type { Problem } from './problem.js';

/** YAML files that would be taken for configuration by a person, but not by the server. */
export function strayFiles(folder: string, files: readonly string[], known: readonly string[]): Problem[] {
  return files
    .filter((name) => /\.ya?ml$/i.test(name) && !known.includes(name))
    .map((name) => {
      const meant = nearestName(name, known);
      const mend = meant === undefined ? `the files here are ${known.join(', ')}` : `did you mean ${meant}?`;
      return { file: join(folder, name), key: '', message: 'is not read', mend, severity: 'warning' };
    });
}
