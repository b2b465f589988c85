import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMediaName } from './media-names.js';

/**
 * The media files that an operator names: a file as it is, of a folder all in it and below it by their extensions. Links
 * in folders are not followed, and what is hidden is not looked at. Rejects with system errors.
 */
export async function* findMediaFiles(path: string): AsyncGenerator<string, void, undefined> {
  if (!(await stat(path)).isDirectory()) {
    yield path;
    return;
  }
  const entries = [];
  for await (const entry of await opendir(path)) if (!entry.name.startsWith('.')) entries.push(entry);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.isDirectory()) yield* findMediaFiles(join(path, entry.name));
    else if (entry.isFile() && isMediaName(entry.name)) yield join(path, entry.name);
  }
}
