import { rm } from 'node:fs/promises';
import type { Logger } from '../log/logger.js';
import type { GrowingFiles } from './growing-files.js';
import type { FolderFile } from './recording-bounds.js';
import { filesBelow } from './recording-bounds.js';

/** Which recordings of a folder are kept. Infinity for no bound. */
export interface RetentionRules {
  readonly folder: string;
  /** Milliseconds since they were last written to. */
  readonly maxAge: number;
  /** Bytes of all of them. */
  readonly maxSize: number;
}

const RECORDING = /\.(?:flv|mp4|f4v|m4v|mov)$/i;

/**
 * Deletes the recordings of a folder that are not to be kept, the oldest first. Those that are being recorded or played
 * are spared, and so is every other file. Never rejects.
 *
 * @param date now (milliseconds since 1970)
 */
export async function applyRetention(
  { folder, maxAge, maxSize }: RetentionRules,
  growing: GrowingFiles,
  date: number,
  logger: Logger,
): Promise<void> {
  if (maxAge === Infinity && maxSize === Infinity) return;
  const files: FolderFile[] = [];
  for await (const file of filesBelow(folder)) if (RECORDING.test(file.path)) files.push(file);
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size, modified } of files.sort((a, b) => a.modified - b.modified)) {
    const rule = date - modified > maxAge ? 'maxAge' : total > maxSize ? 'maxSize' : undefined;
    if (rule === undefined) break;
    if (growing.readers(path) > 0 || !growing.enter(path)) continue;
    try {
      await rm(path);
      total -= size;
      const fields = { path, bytes: size, rule: `streamManager.recording.retention.${rule}` };
      logger.info('an old recording was deleted', fields);
    } catch (error) {
      logger.warn('an old recording cannot be deleted', { path, error });
    } finally {
      growing.leave(path);
    }
  }
}
