import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { concat } from '../bytes/concat.js';
import type { Logger } from '../log/logger.js';
import type { Weighed } from '../stream/recent-segments.js';
import { RecentSegments } from '../stream/recent-segments.js';
import type { Clock } from '../time/clock.js';
import type { BlockStore } from './block-cache.js';
import { WorkSlots } from './work-slots.js';

/** Blocks that may wait to be written; those that come then are not kept. */
const MAX_WAITING = 128;
/** Blocks that are written at a time. */
const WRITERS = 4;
/** Of what is there, what is given up when the disk is full. */
const GIVEN_UP = 1 / 8;
/** Milliseconds for which nothing is written after a write failed, and for which the cache stays smaller after that. */
const PAUSE = 30_000;
const CEILING_TIME = 10 * 60_000;

const HASH_LENGTH = 32;
const EXTENSION = '.block';
const OURS = /^([0-9a-f]{40}-\d+)\.block$/;
/** Also what somebody who was killed left half written. */
const LEFTOVER = /^[0-9a-f]{40}-\d+\.block\.\d+$/;
const FOLDER = /^[0-9a-f]{2}$/;

/** Plain counters for those who watch. */
export interface DiskCacheStatistics {
  readonly blocks: number;
  readonly bytes: number;
  readonly budget: number;
  readonly written: number;
  /** Blocks that were not what had been written, and were removed. */
  readonly damaged: number;
  readonly failures: number;
}

interface Entry extends Weighed {
  readonly name: string;
}

/**
 * Blocks on the disk, so many bytes at most: those go first that nobody has asked for longest. Each is a file of its
 * own, written whole or not at all, and begins with a hash, so that everything in the folder may be deleted or damaged
 * at any time. A disk that is full makes the cache smaller and is no misfortune.
 */
export class DiskCache implements BlockStore {
  readonly #recent = new RecentSegments<Entry>();
  readonly #entries = new Map<string, Entry>();
  readonly #slots = new WorkSlots(WRITERS);
  readonly #writing = new Map<string, Promise<void>>();
  readonly #counts = { written: 0, damaged: 0, failures: 0 };
  #place: string | undefined;
  #scanned: Promise<void> | undefined;
  #pausedUntil = -Infinity;
  #ceiling = Infinity;
  #ceilingUntil = -Infinity;
  #hasComplained = false;

  /**
   * @param folder asked once, when it is first needed
   * @param budget bytes; read again each time; 0 keeps nothing
   */
  constructor(
    private readonly folder: () => string,
    private readonly budget: () => number,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  get statistics(): DiskCacheStatistics {
    return { ...this.#counts, blocks: this.#recent.size, bytes: this.#recent.bytes, budget: this.budget() };
  }

  async load(name: string): Promise<Uint8Array | undefined> {
    if (this.budget() === 0) return undefined;
    await this.#ready();
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    const path = this.#path(name);
    const file = await readFile(path).catch(() => undefined);
    const bytes = file && new Uint8Array(file.subarray(HASH_LENGTH));
    if (file === undefined || bytes === undefined || hashOf(name, bytes).compare(file.subarray(0, HASH_LENGTH)) !== 0) {
      this.#counts.damaged++;
      this.#drop(entry);
      return undefined;
    }
    if (this.#entries.get(name) === entry) this.#recent.put(entry, entry.weight);
    const now = new Date(this.clock.date());
    // What was used last is known after a restart, too.
    await utimes(path, now, now).catch(() => undefined);
    return bytes;
  }

  save(name: string, bytes: Uint8Array, how?: 'replace'): void {
    if (this.budget() === 0 || this.clock.now() < this.#pausedUntil) return;
    if (this.#writing.has(name) || this.#writing.size >= MAX_WAITING) return;
    const writing = this.#slots
      .run(() => this.#write(name, bytes, how))
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#writing.delete(name));
    this.#writing.set(name, writing);
  }

  /** Resolves when what is being written is on the disk. */
  async close(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  async #write(name: string, bytes: Uint8Array, how: 'replace' | undefined): Promise<void> {
    await this.#ready();
    if (this.#entries.has(name) && how !== 'replace') return;
    const path = this.#path(name);
    await mkdir(join(path, '..'), { recursive: true });
    const content = concat([hashOf(name, bytes), bytes]);
    await writeFileAtomic(path, Buffer.from(content.buffer), { fsync: false });
    this.#counts.written++;
    this.#hasComplained = false;
    this.#enter(name, content.length);
    this.#trim(this.#limit);
  }

  /** With a smaller one while there was no room for more. */
  get #limit(): number {
    return this.clock.now() < this.#ceilingUntil ? Math.min(this.budget(), this.#ceiling) : this.budget();
  }

  #failed(error: unknown): void {
    const now = this.clock.now();
    this.#counts.failures++;
    this.#pausedUntil = now + PAUSE;
    const isFull = error instanceof Error && 'code' in error && FULL.has(String(error.code));
    if (isFull) {
      this.#ceiling = Math.floor(this.#recent.bytes * (1 - GIVEN_UP));
      this.#ceilingUntil = now + CEILING_TIME;
      this.#trim(this.#ceiling);
    }
    if (this.#hasComplained) return;
    this.#hasComplained = true;
    const why = isFull
      ? 'the disk of the media cache is full, so the cache is smaller'
      : 'the media cache cannot be written';
    this.logger.warn(why, { folder: this.#folder, error });
  }

  #enter(name: string, size: number): void {
    const entry = this.#entries.get(name) ?? { name, weight: 0 };
    this.#entries.set(name, entry);
    this.#recent.put(entry, size);
  }

  #trim(limit: number): void {
    this.#recent.trim(limit, (entry) => this.#removed(entry));
  }

  #drop(entry: Entry): void {
    if (this.#recent.remove(entry)) this.#removed(entry);
  }

  #removed({ name }: Entry): void {
    this.#entries.delete(name);
    rm(this.#path(name), { force: true }).catch((error: unknown) => {
      this.logger.debug('a block of the media cache cannot be removed', { folder: this.#folder, error });
    });
  }

  #ready(): Promise<void> {
    return (this.#scanned ??= this.#scan());
  }

  /** Finds out what earlier processes have left. */
  async #scan(): Promise<void> {
    const found: { readonly name: string; readonly size: number; readonly used: number }[] = [];
    for (const folder of (await list(this.#folder)).filter((name) => FOLDER.test(name))) {
      for (const file of await list(join(this.#folder, folder))) {
        const path = join(this.#folder, folder, file);
        const [, name] = OURS.exec(file) ?? [];
        if (name !== undefined) {
          const facts = await stat(path).catch(() => undefined);
          if (facts?.isFile() === true) found.push({ name, size: facts.size, used: facts.mtimeMs });
        } else if (LEFTOVER.test(file)) {
          await rm(path, { force: true }).catch(() => undefined);
        }
      }
    }
    for (const { name, size } of found.sort((a, b) => a.used - b.used)) this.#enter(name, size);
    this.#trim(this.#limit);
  }

  get #folder(): string {
    return (this.#place ??= this.folder());
  }

  #path(name: string): string {
    return join(this.#folder, name.slice(0, 2), name + EXTENSION);
  }
}

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** What is not there has nothing in it. */
function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Of what belongs under that name: a block that stands under another is none. */
function hashOf(name: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(name).update(bytes).digest();
}
