import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FlvError } from '../flv/flv-error.js';
import { FlvParser } from '../flv/flv-parser.js';
import { flvMessage } from '../flv/flv-tag.js';
import { SlateBuilder } from '../stream/slate-builder.js';
import type { Slate } from '../stream/slate.js';
import { SlateError } from '../stream/slate-error.js';
import { StorageError } from './storage-error.js';

/** The longest file that is shown, in bytes: all of it is kept in memory. */
const MAX_SIZE = 64 * 1024 * 1024;
const PIECE_SIZE = 64 * 1024;

export interface SlateSource {
  /** The slate in that file. Rejects with StorageError if it cannot be shown. */
  load(path: string): Promise<Slate>;
  /** What changes when the file does. Rejects with StorageError. */
  version(path: string): Promise<string>;
}

interface Known {
  readonly version: string;
  readonly slate: WeakRef<Slate>;
}

/**
 * Slates by the path of their FLV file, each read once for all who show it, and again when the file has
 * changed. What nobody holds any more is not kept.
 */
export class SlateFiles implements SlateSource {
  readonly #known = new Map<string, Known>();
  readonly #loading = new Map<string, Promise<Slate>>();

  load(path: string): Promise<Slate> {
    const file = resolve(path);
    let loading = this.#loading.get(file);
    if (loading === undefined) {
      loading = this.#load(file).finally(() => this.#loading.delete(file));
      this.#loading.set(file, loading);
    }
    return loading;
  }

  version(path: string): Promise<string> {
    return saying(versionOf(path));
  }

  async #load(file: string): Promise<Slate> {
    const version = await this.version(file);
    const known = this.#known.get(file);
    const present = known?.version === version ? known.slate.deref() : undefined;
    if (present !== undefined) return present;
    const slate = await saying(readSlate(file));
    this.#known.set(file, { version, slate: new WeakRef(slate) });
    return slate;
  }
}

/** Whatever goes wrong becomes a StorageError that says why. */
async function saying<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StorageError ? error : new StorageError(reasonOf(error));
  }
}

async function versionOf(file: string): Promise<string> {
  const facts = await stat(file);
  if (!facts.isFile()) throw new StorageError('it is no file');
  if (facts.size > MAX_SIZE) throw new StorageError(`it has more than ${MAX_SIZE / 1024 / 1024} MiB`);
  return `${facts.ino} ${facts.size} ${facts.mtimeMs}`;
}

async function readSlate(file: string): Promise<Slate> {
  const parser = new FlvParser();
  const builder = new SlateBuilder();
  const handle = await open(file);
  try {
    const piece = new Uint8Array(PIECE_SIZE);
    for (let size = 0; ;) {
      const { bytesRead } = await handle.read(piece);
      size += bytesRead;
      if (size > MAX_SIZE) throw new StorageError('it grows while it is read');
      if (bytesRead === 0) break;
      parser.receive(piece.subarray(0, bytesRead));
      collect(parser, builder);
    }
  } finally {
    await handle.close();
  }
  parser.finish();
  collect(parser, builder);
  return builder.build();
}

function collect(parser: FlvParser, builder: SlateBuilder): void {
  for (let tag = parser.read(); tag !== undefined; tag = parser.read()) {
    if (!tag.filtered) builder.add(flvMessage(tag));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SlateError || error instanceof FlvError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  return error instanceof Error ? error.message : String(error);
}
