import { importFms } from '../../src/importing/fms/import-fms.js';
import { importedFiles } from '../../src/main/imported-files.js';

/** Where the files of the virtual host lie that is always there. */
export const HOST = 'conf/_defaultRoot_/_defaultVHost_';

/** The keys of each file that is written for a tree of FMS. */
export function keysOf(files: Readonly<Record<string, string>>) {
  const result = importedFiles(importFms(new Map(Object.entries(files))), '/opt/fms');
  return {
    ...result,
    keys: Object.fromEntries(
      result.files.map(({ path, keys }) => [path, Object.fromEntries(keys.map(({ key, value }) => [key, value]))]),
    ),
  };
}

export const application = (content: string): string => `<?xml version="1.0"?>\n<Application>${content}</Application>`;
export const vhost = (content: string): string => `<VirtualHost>${content}</VirtualHost>`;
