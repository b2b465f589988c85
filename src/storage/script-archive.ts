import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { StorageError } from './storage-error.js';

/** Bytes of an archive, and of a file in it. */
const MAX_SIZE = 16 * 1024 * 1024;
/** The end of a ZIP: a record, behind which there may be a comment. */
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly local: number;
}

/**
 * A `.far` archive, as the archive compiler of Flash Media Server makes them of scripts: a ZIP (PKWARE APPNOTE 4.3), whose
 * files are stored or deflated.
 */
export class ScriptArchive {
  readonly #view: DataView;

  private constructor(
    private readonly path: string,
    private readonly bytes: Uint8Array,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {
    this.#view = viewOf(bytes);
  }

  /** Undefined if there is no such file. Throws StorageError for what is no such archive, and what the system says. */
  static open(path: string): ScriptArchive | undefined {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
      throw error;
    }
    if (bytes.length > MAX_SIZE) throw new StorageError(`${path} is larger than ${MAX_SIZE / 1024 / 1024} MB`);
    return new ScriptArchive(path, bytes, readEntries(path, bytes));
  }

  /** With `/` between folders. */
  get names(): ReadonlySet<string> {
    return new Set(this.entries.keys());
  }

  /** Undefined if there is no such file in it. Throws StorageError if it cannot be unpacked. */
  read(name: string): Uint8Array | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    const { flags, method, packed, local } = entry;
    const isThere = local + LOCAL_SIZE <= this.bytes.length && this.#view.getUint32(local, true) === LOCAL_SIGNATURE;
    if (!isThere) throw new StorageError(`${this.path} is damaged: ${name} is not where it should be`);
    if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED)) {
      throw new StorageError(
        `${this.path}: ${name} is encrypted or packed in another way than by deflate; pack it anew`,
      );
    }
    const from = local + LOCAL_SIZE + this.#view.getUint16(local + 26, true) + this.#view.getUint16(local + 28, true);
    const content = this.bytes.subarray(from, from + packed);
    if (content.length < packed) throw new StorageError(`${this.path} is damaged: ${name} is cut off`);
    if (method === STORED) return content;
    try {
      return inflateRawSync(content, { maxOutputLength: MAX_SIZE });
    } catch (error) {
      throw new StorageError(`${this.path}: ${name} cannot be unpacked: ${(error as Error).message}`);
    }
  }
}

function readEntries(path: string, bytes: Uint8Array): ReadonlyMap<string, Entry> {
  const view = viewOf(bytes);
  const end = endOf(view);
  if (end === undefined) throw new StorageError(`${path} is no .far archive: it is no ZIP`);
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (at + ENTRY_SIZE > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new StorageError(`${path} is damaged: the list of its files is broken`);
    }
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + length));
    // That of Windows writes the other slash.
    entries.set(name.replaceAll('\\', '/').replace(/^\.?\//, ''), {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      local: view.getUint32(at + 42, true),
    });
    at += ENTRY_SIZE + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the record at the end begins. */
function endOf(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= first; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
