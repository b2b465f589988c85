import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Timer } from '../time/clock.js';

/** What bounds the recordings of a folder. */
export interface FolderBounds {
  readonly folder: string;
  /** Bytes of all files in it; Infinity for no bound. */
  readonly quota: number;
  /** Bytes that must stay free on its disk. */
  readonly minFree: number;
}

export type Overrun = 'quota' | 'disk-full';

/** Milliseconds between two looks, and how much longer than a look itself that is at least. */
const INTERVAL = 3000;
const SPARING = 20;

/** Looks after the room that recordings take, while there are any: one timer for all of them. */
export class RecordingBounds {
  readonly #watched = new Map<object, { readonly bounds: FolderBounds; readonly stop: (why: Overrun) => void }>();
  #timer: Timer | undefined;
  #isLooking = false;

  constructor(
    private readonly clock: Clock,
    private readonly freeSpace: (folder: string) => Promise<number> = freeSpaceOf,
  ) {}

  /** Which bound is overrun in that folder now. Rejects with system errors. */
  async overrun({ folder, quota, minFree }: FolderBounds): Promise<Overrun | undefined> {
    if (minFree > 0 && (await this.freeSpace(folder)) < minFree) return 'disk-full';
    return quota !== Infinity && (await sizeOfFolder(folder)) >= quota ? 'quota' : undefined;
  }

  /** Calls `stop` once if a bound is overrun. Answers what ends that. */
  watch(bounds: FolderBounds, stop: (why: Overrun) => void): () => void {
    const watcher = {};
    this.#watched.set(watcher, { bounds, stop });
    this.#plan(INTERVAL);
    return () => {
      this.#watched.delete(watcher);
      if (this.#watched.size > 0) return;
      this.#timer?.cancel();
      this.#timer = undefined;
    };
  }

  #plan(delay: number): void {
    if (this.#timer !== undefined || this.#isLooking || this.#watched.size === 0) return;
    this.#timer = this.clock.after(delay, () => {
      this.#timer = undefined;
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    const began = this.clock.now();
    this.#isLooking = true;
    const found = new Map<string, Promise<Overrun | undefined>>();
    for (const [watcher, { bounds, stop }] of [...this.#watched]) {
      const key = `${bounds.folder} ${bounds.quota} ${bounds.minFree}`;
      // What cannot be looked at stops nobody: if the disk is gone, writing to it fails.
      const looking = found.get(key) ?? this.overrun(bounds).catch(() => undefined);
      found.set(key, looking);
      const why = await looking;
      if (why !== undefined && this.#watched.delete(watcher)) stop(why);
    }
    this.#isLooking = false;
    this.#plan(Math.max(INTERVAL, SPARING * (this.clock.now() - began)));
  }
}

async function freeSpaceOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** An MP4 that is being laid out takes the place of what it is made of in a moment. */
const LAYOUT = /\.(?:new|whole)$/;

/** Bytes of all files in a folder and those below it; 0 if there is none. */
async function sizeOfFolder(folder: string): Promise<number> {
  let size = 0;
  for await (const { path, size: bytes } of filesBelow(folder)) if (!LAYOUT.test(path)) size += bytes;
  return size;
}

export interface FolderFile {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970 at which it was last written to. */
  readonly modified: number;
}

/** The files in a folder and in those below it. Links are not followed; what disappears meanwhile is left out. */
export async function* filesBelow(folder: string): AsyncGenerator<FolderFile> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    if (!entry.isFile()) continue;
    const facts = await stat(path).catch(() => undefined);
    if (facts !== undefined) yield { path, size: facts.size, modified: facts.mtimeMs };
  }
}
