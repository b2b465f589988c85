import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { concat } from '../bytes/concat.js';
import type { Logger } from '../log/logger.js';
import type { IndexStore } from '../media/media-source.js';

/** Bytes of all indexes together. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Bytes of one: what is longer is neither kept nor read. */
const MAX_INDEX = 32 * 1024 * 1024;
/** Changes with the form of these files. */
const FORM = 'afterglow index 1';

const EXTENSION = '.index';
/** Also of those that somebody who was killed left half written. */
const OURS = /^[0-9a-f]{64}\.index/;

/**
 * Indexes of media files in a folder of their own, so many bytes at most: those go first that nobody has asked
 * for longest. Everything in it may be deleted at any time; what was damaged is of no use and no harm.
 */
export class IndexFiles implements IndexStore {
  #bytes: number | undefined;
  #saving: Promise<void> = Promise.resolve();
  #complained = false;

  constructor(
    private readonly folder: string,
    private readonly logger: Logger,
    private readonly maxBytes = MAX_BYTES,
  ) {}

  async load(version: string): Promise<Uint8Array | undefined> {
    const path = this.#path(version);
    try {
      if ((await stat(path)).size > MAX_INDEX) return undefined;
      const bytes = await readFile(path);
      const head = header(version, bytes.subarray(headerLength(version)));
      if (Buffer.compare(head, bytes.subarray(0, head.length)) !== 0) return undefined;
      const now = new Date();
      // Not allowed for what another user has made by `afterglow media index`: it is used all the same.
      await utimes(path, now, now).catch(() => undefined);
      return new Uint8Array(bytes.subarray(head.length));
    } catch {
      return undefined;
    }
  }

  /** One after the other. */
  save(version: string, index: Uint8Array): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save(version, index)).catch((error: unknown) => this.#complain(error));
    return this.#saving;
  }

  async #save(version: string, index: Uint8Array): Promise<void> {
    const content = concat([header(version, index), index]);
    if (content.length > Math.min(MAX_INDEX, this.maxBytes)) return;
    await mkdir(this.folder, { recursive: true });
    await writeFileAtomic(this.#path(version), Buffer.from(content.buffer), { fsync: false });
    this.#bytes = (this.#bytes ?? 0) + content.length;
    if (this.#bytes > this.maxBytes || this.#bytes === content.length) await this.#trim();
  }

  /** Looks how much there is, and removes what has not been asked for longest until it is not too much. */
  async #trim(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => OURS.test(name));
    const found = await Promise.all(names.map((name) => factsOf(join(this.folder, name))));
    const files = found.filter((facts) => facts !== undefined).sort((a, b) => a.used - b.used);
    this.#bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files) {
      if (this.#bytes <= this.maxBytes) return;
      await rm(path, { force: true });
      this.#bytes -= size;
    }
  }

  #path(version: string): string {
    return join(this.folder, sha256(version).toString('hex') + EXTENSION);
  }

  /** Once is enough: what cannot be kept is found out again. */
  #complain(error: unknown): void {
    if (!this.#complained) this.logger.warn('indexes of media files cannot be kept', { folder: this.folder, error });
    this.#complained = true;
  }
}

/** What stands before an index: of which file it is, and what it must be. */
function header(version: string, index: Uint8Array): Uint8Array {
  return concat([Buffer.from(`${FORM}\n${version}\n`), sha256(index)]);
}

function headerLength(version: string): number {
  return header(version, new Uint8Array(0)).length;
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

async function factsOf(path: string): Promise<{ path: string; size: number; used: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { path, size, used: mtimeMs };
  } catch {
    return undefined;
  }
}
