import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type AdmZip from 'adm-zip';
import { StorageError } from './storage-error.js';

/** Bytes of an archive, and of a file in it. */
const MAX_SIZE = 16 * 1024 * 1024;

/** A `.far` archive, as the archive compiler of Flash Media Server makes them of scripts: a ZIP (PKWARE APPNOTE 4.3). */
export class ScriptArchive {
  private constructor(
    private readonly path: string,
    private readonly entries: ReadonlyMap<string, AdmZip.IZipEntry>,
  ) {}

  /** Undefined if there is no such file. Throws StorageError for what is no such archive, and what the system says. */
  static open(path: string): ScriptArchive | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
      throw error;
    }
    if (bytes.length > MAX_SIZE) throw new StorageError(`${path} is larger than ${MAX_SIZE / 1024 / 1024} MB`);
    return new ScriptArchive(path, readEntries(path, bytes));
  }

  /** With `/` between folders. */
  get names(): ReadonlySet<string> {
    return new Set(this.entries.keys());
  }

  /** Undefined if there is no such file in it. Throws StorageError if it cannot be unpacked. */
  read(name: string): Uint8Array | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    try {
      // It unpacks to that at most, or fails.
      if (entry.header.size > MAX_SIZE) throw new Error(`it has more than ${MAX_SIZE / 1024 / 1024} MB`);
      return entry.getData();
    } catch (error) {
      const advice = 'pack it anew as a ZIP, by deflate and without a password';
      throw new StorageError(`${this.path}: ${name} cannot be unpacked (${(error as Error).message}): ${advice}`);
    }
  }
}

function readEntries(path: string, bytes: Buffer): ReadonlyMap<string, AdmZip.IZipEntry> {
  try {
    // Few scripts are in archives, and every thread of a script would load it.
    const Zip = createRequire(import.meta.url)('adm-zip') as typeof AdmZip;
    // That of Windows writes the other slash.
    const nameOf = (entry: AdmZip.IZipEntry): string => entry.entryName.replaceAll('\\', '/').replace(/^\.?\//, '');
    return new Map(new Zip(bytes).getEntries().map((entry) => [nameOf(entry), entry]));
  } catch (error) {
    throw new StorageError(`${path} is no .far archive, or a damaged one: ${(error as Error).message}`);
  }
}
