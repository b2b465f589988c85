import { z } from 'zod';
import { keyFacts, list } from './key-types.js';

/** Folders that a client may read or write; `/` is all of them, and an empty list none. */
export function accessFolders(description: string) {
  const item = z
    .string()
    .refine((folder) => folder.trim() !== '' && !folder.includes(';'))
    .register(keyFacts, {
      noun: 'a folder',
      mend: 'write / for everything, or a folder such as rooms/one',
      format: String,
    });
  return list(item, ['/'], 'folders', description);
}
