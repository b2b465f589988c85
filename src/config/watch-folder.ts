import { watch } from 'node:fs';

export interface FolderWatch {
  close(): void;
}

/** Calls `changed` with the name of each entry of a folder that changes (undefined if the system does not tell it). */
export type WatchFolder = (
  path: string,
  changed: (name: string | undefined) => void,
  failed: (error: Error) => void,
) => FolderWatch;

/** By the operating system; does not keep the process alive. Throws if the folder cannot be watched. */
export const watchFolder: WatchFolder = (path, changed, failed) => {
  const watcher = watch(path, { persistent: false }, (_event, name) => {
    changed(name ?? undefined);
  });
  return watcher.on('error', failed);
};
