import { open } from 'node:fs/promises';
import { StorageError } from './storage-error.js';

/** Characters of a secret. */
const MIN_LENGTH = 16;
/** Bytes of the file that it is in. */
const MAX_BYTES = 4096;

/**
 * The secret in a file: its text without the space around it. Throws a StorageError if there is none that is good; the
 * message says why, and nothing of what is in the file.
 */
export async function readSecret(path: string): Promise<string> {
  const text = await readText(path);
  const secret = text.trim();
  if (secret.length < MIN_LENGTH) throw new StorageError(`holds less than ${MIN_LENGTH} characters`);
  return secret;
}

async function readText(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, 0);
      if (bytesRead > MAX_BYTES) throw new StorageError(`holds more than ${MAX_BYTES} bytes`);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StorageError(`cannot be read: ${code}`, { cause: error });
  }
}
