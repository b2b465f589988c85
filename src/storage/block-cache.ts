import { createHash } from 'node:crypto';
import type { Weighed } from '../stream/recent-segments.js';
import { RecentSegments } from '../stream/recent-segments.js';
import type { RemoteFile } from './remote-file.js';
import { StorageError } from './storage-error.js';

/** Bytes of a block: what a file of another server is fetched and kept in. The last of a file is shorter. */
export const BLOCK_SIZE = 256 * 1024;

/** Keeps blocks for longer than memory does. */
export interface BlockStore {
  /** The block of that name; undefined if there is none that is whole. Never rejects. */
  load(name: string): Promise<Uint8Array | undefined>;
  /** Keeps a block, if it can; with `replace` in the place of one of that name. */
  save(name: string, bytes: Uint8Array, how?: 'replace'): void;
}

/** Plain counters for those who watch. */
export interface BlockCacheStatistics {
  /** Blocks that were asked for and lay in memory, or were under way already. */
  readonly memoryHits: number;
  /** Those that lay on the disk. */
  readonly diskHits: number;
  /** Those that the other server was asked for. */
  readonly fetched: number;
  readonly fetchedBytes: number;
  /** What readers were given, from wherever. */
  readonly readBytes: number;
  /** In memory now. */
  readonly blocks: number;
  readonly bytes: number;
  readonly budget: number;
}

interface Kept extends Weighed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Blocks of the files of other servers: in memory, on the disk below it, and fetched if they are in neither. A block is
 * fetched once, however many ask for it at a time. That of a file that grows is kept in memory only, and its end not
 * at all.
 */
export class BlockCache {
  readonly #kept = new Map<string, Kept>();
  readonly #recent = new RecentSegments<Kept>();
  readonly #loading = new Map<string, Promise<Uint8Array>>();
  readonly #counts = { memoryHits: 0, diskHits: 0, fetched: 0, fetchedBytes: 0, readBytes: 0 };

  /** @param budget bytes in memory; read again each time */
  constructor(
    private readonly budget: () => number,
    private readonly store: BlockStore | undefined,
  ) {}

  get statistics(): BlockCacheStatistics {
    return { ...this.#counts, blocks: this.#recent.size, bytes: this.#recent.bytes, budget: this.budget() };
  }

  /** Bytes of a file; fewer only where it ends. Rejects as the file does. */
  async read(file: RemoteFile, offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, file.facts.size);
    if (end <= offset) return new Uint8Array(0);
    this.#counts.readBytes += end - offset;
    const first = Math.floor(offset / BLOCK_SIZE);
    const last = Math.floor((end - 1) / BLOCK_SIZE);
    const blocks = await Promise.all(
      Array.from({ length: last - first + 1 }, (_, index) => this.#block(file, first + index)),
    );
    // A copy, because parts of it are kept by whoever reads, and the block would stay with them.
    const bytes = new Uint8Array(end - offset);
    for (const [index, block] of blocks.entries()) {
      const at = (first + index) * BLOCK_SIZE;
      const part = block.subarray(Math.max(0, offset - at), Math.min(block.length, end - at));
      bytes.set(part, Math.max(0, at - offset));
    }
    return bytes;
  }

  #block(file: RemoteFile, index: number): Promise<Uint8Array> {
    const { facts } = file;
    const length = Math.min(BLOCK_SIZE, facts.size - index * BLOCK_SIZE);
    const name = `${fileName(facts.key, facts.version)}-${index}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined) {
      this.#counts.memoryHits++;
      this.#recent.put(kept, kept.weight);
      return Promise.resolve(kept.bytes);
    }
    const call = `${name} ${length}`;
    const known = this.#loading.get(call);
    if (known !== undefined) {
      this.#counts.memoryHits++;
      return known;
    }
    const loading = this.#load(file, name, index * BLOCK_SIZE, length).finally(() => this.#loading.delete(call));
    this.#loading.set(call, loading);
    return loading;
  }

  async #load(file: RemoteFile, name: string, offset: number, length: number): Promise<Uint8Array> {
    const { isGrowing } = file.facts;
    const stored = isGrowing ? undefined : await this.store?.load(name);
    if (stored?.length === length) {
      this.#counts.diskHits++;
      this.#keep(name, stored);
      return stored;
    }
    this.#counts.fetched++;
    const bytes = await file.read(offset, length);
    if (bytes.length !== length) {
      throw new StorageError(`${file.facts.key}: ${bytes.length} bytes came of ${length} at ${offset}`);
    }
    this.#counts.fetchedBytes += length;
    if (!isGrowing) this.store?.save(name, bytes);
    if (!isGrowing || length === BLOCK_SIZE) this.#keep(name, bytes);
    return bytes;
  }

  #keep(name: string, bytes: Uint8Array): void {
    const kept = { name, bytes, weight: 0 };
    this.#kept.set(name, kept);
    this.#recent.put(kept, bytes.length);
    this.#recent.trim(this.budget(), (old) => this.#kept.delete(old.name));
  }
}

/** What the blocks of one version of a file are called by; it says nothing of where the file lies. */
function fileName(key: string, version: string): string {
  return createHash('sha256').update(`${key}\n${version}`).digest('hex').slice(0, 40);
}
