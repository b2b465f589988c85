import type { Imported } from '../../src/importing/imported.js';
import { importedFiles } from '../../src/main/imported-files.js';

/** The keys of each file that an import writes, and its notes as `line what: says`. */
export function result(imported: Imported) {
  const { files, notes } = importedFiles(imported, 'the file');
  return {
    keys: Object.fromEntries(
      files.map(({ path, keys }) => [path, Object.fromEntries(keys.map(({ key, value }) => [key, value]))]),
    ),
    notes: notes.map(({ line, what, says }) => `${line} ${what}: ${says}`),
  };
}
