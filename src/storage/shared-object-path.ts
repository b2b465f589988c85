import { join, relative, sep } from 'node:path';
import type { SafeName } from '../application/safe-name.js';
import { instanceFolder } from './instance-folder.js';
import { SharedObjectFileError } from './shared-object-file-error.js';

export const SHARED_OBJECT_EXTENSION = '.fso';

/** Bytes of one folder or file: 255 are what systems allow, and some are for what is put behind the name. */
const MAX_SEGMENT_BYTES = 200;

/** Folders that could stand where the file of an object, or what becomes of it, is to be. */
const LIKE_A_FILE = /\.fso(?:\.|$)/i;

/**
 * Where the file of an object is: `<folder>/<instance>/<name>.fso`.
 *
 * Throws SharedObjectFileError for a name that no file may have.
 */
export function sharedObjectPath(folder: string, instance: SafeName, name: SafeName): string {
  const path = join(instanceFolder(folder, instance), name) + SHARED_OBJECT_EXTENSION;
  const segments = relative(folder, path).split(sep);
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) {
    throw new SharedObjectFileError('name', `a name of more than ${MAX_SEGMENT_BYTES} bytes between two slashes`);
  }
  if (segments.slice(0, -1).some((segment) => LIKE_A_FILE.test(segment))) {
    throw new SharedObjectFileError('name', 'no folder may be called like the file of an object');
  }
  return path;
}
