import { meansName } from './instance-path-pattern.js';
import type { RecordedName, RecordingContainer, RecordingStore } from './recording-store.js';
import type { SafeName } from './safe-name.js';

/** What became of recordings that were to be deleted, by their names with prefix. */
export interface ClearedRecordings {
  readonly deleted: readonly string[];
  /** They are being played or recorded, or the disk refuses. */
  readonly kept: readonly string[];
}

/**
 * Deletes the recordings of an instance that a script means by a path: `/` all, `/report`, `/pres*`, `mp4:/foo.f4v`.
 * Without prefix, and unless it is `/`, these are FLV files, and MP4 if that is what the application records. Nothing
 * but recordings is ever deleted, and those of no other instance.
 */
export async function clearRecordings(
  store: RecordingStore,
  instance: SafeName,
  container: RecordingContainer,
  path: string,
): Promise<ClearedRecordings> {
  const [, prefix, rest = ''] = /^(?:(\w+):)?(.*)$/s.exec(path) ?? [];
  const kinds = kindsOf(prefix, rest, container);
  const deleted: string[] = [];
  const kept: string[] = [];
  for (const recorded of await store.list(instance)) {
    const { name, extension } = recorded;
    if (!kinds.includes(extension === 'flv' ? 'flv' : 'mp4')) continue;
    if (!meansName(rest, name) && !meansName(rest, `${name}.${extension}`)) continue;
    const isDeleted = await store.erase(instance, name, extension);
    (isDeleted ? deleted : kept).push(textOf(recorded));
  }
  return { deleted, kept };
}

function kindsOf(prefix: string | undefined, path: string, container: RecordingContainer): RecordingContainer[] {
  if (prefix !== undefined)
    return prefix.toLowerCase() === 'mp4' ? ['mp4'] : prefix.toLowerCase() === 'flv' ? ['flv'] : [];
  return /^\/*$/.test(path) ? ['flv', 'mp4'] : ['flv', container];
}

function textOf({ name, extension }: RecordedName): string {
  return extension === 'flv' ? name : `mp4:${name}.${extension}`;
}
