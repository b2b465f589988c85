import { open } from 'node:fs/promises';
import { readSecret } from '../storage/secret-file.js';
import { StorageError } from '../storage/storage-error.js';

/** What is wrong with a file that is to hold a secret; undefined for nothing, and for no file. */
export async function secretFault(path: string): Promise<string | undefined> {
  if (path === '') return undefined;
  try {
    await readSecret(path);
    return undefined;
  } catch (error) {
    if (error instanceof StorageError) return error.message;
    throw error;
  }
}

/** The same of a file that is to hold certificates (PEM). */
export async function certificatesFault(path: string): Promise<string | undefined> {
  if (path === '') return undefined;
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
      const text = buffer.toString('latin1', 0, bytesRead);
      return text.includes('-----BEGIN CERTIFICATE-----') ? undefined : 'holds no certificates';
    } finally {
      await file.close();
    }
  } catch (error) {
    return `cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`;
  }
}
