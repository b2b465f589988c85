import { parseDocument } from 'yaml';
import { StorageError } from './storage-error.js';

/**
 * The value of a YAML text that a program of ours wrote.
 *
 * @throws StorageError saying where it is not right; never quoting what is there
 */
export function readRecords(text: string): unknown {
  const document = parseDocument(text, { schema: 'core' });
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    const line = text.slice(0, mistake.pos[0]).split('\n').length;
    throw new StorageError(`line ${line} is not YAML (${mistake.code})`);
  }
  try {
    // We write no aliases, so there are none to resolve.
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (cause) {
    throw new StorageError('it has aliases (*name), which have no meaning here', { cause });
  }
}
