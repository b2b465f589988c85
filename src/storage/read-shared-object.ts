import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '../log/logger.js';
import type { SharedObjectContent } from '../sharedobject/shared-object-store.js';
import { looksLikeSol, readSol } from '../sharedobject/read-sol.js';
import { SolError } from '../sharedobject/sol-error.js';
import type { AtomicFiles } from './atomic-files.js';
import { checkPlace } from './atomic-files.js';
import { keepOriginal, setAside } from './set-aside.js';
import { decodeSharedObject, encodeSharedObject } from './shared-object-format.js';
import { SharedObjectFileError } from './shared-object-file-error.js';

/** Bytes of a file: more than any object may have, so that a file of something else is not read at all. */
const MAX_FILE = 2 ** 30;

/** What reading a file needs besides the file. */
export interface ReadMeans {
  readonly files: AtomicFiles;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  date(): number;
}

/**
 * Reads the file of the object `name`; undefined if there is none. A damaged one is set aside, as if there were none, and a
 * file of Flash is imported: replaced by one of ours and kept beside it.
 *
 * Rejects with SharedObjectFileError for a file of another version, which is left as it is, with StorageError and with
 * system errors.
 */
export async function readSharedObject(
  root: string,
  path: string,
  name: string,
  means: ReadMeans,
): Promise<SharedObjectContent | undefined> {
  const bytes = await readWhole(root, path);
  if (bytes === undefined) return undefined;
  try {
    if (looksLikeSol(bytes)) return await importSol(root, path, name, bytes, means);
    return decodeSharedObject(bytes);
  } catch (error) {
    const isDamaged = error instanceof SolError || (error instanceof SharedObjectFileError && error.code === 'damaged');
    if (!isDamaged) throw error;
    const aside = await setAside(path, means.date());
    await means.files.sync(path);
    means.logger.error(
      'the file of a shared object is damaged: it was set aside, and the object begins empty; a file from a backup may take its place while the object is not in use',
      { path, aside, why: error.message },
    );
    return undefined;
  }
}

/** What a file of Flash says, as an object of its first version, with the name in the file. Throws SolError. */
export function contentOfSol(bytes: Uint8Array): SharedObjectContent {
  const { name, properties } = readSol(bytes);
  const versioned = [...properties].map(([key, value]) => [key, { value, version: 1 }] as const);
  return { name, version: 1, properties: new Map(versioned), deleted: new Map() };
}

async function importSol(
  root: string,
  path: string,
  name: string,
  bytes: Uint8Array,
  { files, logger }: ReadMeans,
): Promise<SharedObjectContent> {
  const content = { ...contentOfSol(bytes), name };
  const original = await keepOriginal(path);
  await files.write(root, path, encodeSharedObject(content));
  logger.info('a shared object of Flash was imported', { path, original, properties: content.properties.size });
  return content;
}

async function readWhole(root: string, path: string): Promise<Uint8Array | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE)
      throw new SharedObjectFileError('foreign', `${path} has ${size} bytes, more than any object may`);
    await checkPlace(root, path);
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
