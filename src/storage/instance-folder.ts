import { join } from 'node:path';
import type { SafeName } from '../application/safe-name.js';

/**
 * The folder of what an instance keeps, its recordings or its shared objects, below that of its application: one for each
 * instance. A slash in the name is written %2F, which no name has: `x` of the instance `a/b` is another file than `b/x`
 * of the instance `a`.
 */
export function instanceFolder(folder: string, instance: SafeName): string {
  return join(folder, instance.replaceAll('/', '%2F'));
}
