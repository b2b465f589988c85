import { createHmac } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';

/** A SWF as SWF verification knows it. */
export interface KnownSwf {
  /** Its path in the folder. */
  readonly name: string;
  /** The instance that it is for; undefined for all. */
  readonly instance: string | undefined;
  /** Bytes, inflated. */
  readonly size: number;
  /** HMAC-SHA256 of the inflated file, keyed with the name of Flash Player. */
  readonly hash: Uint8Array;
}

export interface SwfFolder {
  readonly path: string;
  /** How many folders deep. */
  readonly depth: number;
  /** Milliseconds for which what was found holds. */
  readonly updateInterval: number;
}

/** A file that was read; it need not be again while the version is the same. */
interface Read {
  readonly version: string;
  readonly swf: KnownSwf;
}

/** The longest SWF, in bytes, on the disk and inflated. */
const MAX_SIZE = 64 * 1024 * 1024;
const MAX_FILES = 10_000;
const HEADER_SIZE = 8;
const HASH_KEY = 'Genuine Adobe Flash Player 001';
const inflateBytes = promisify(inflate);

/** The SWFs in a folder, looked through when somebody asks and what is known is too old; unchanged files are not read again. */
export class SwfFiles {
  #known = new Map<string, Read>();
  #listed: Promise<readonly KnownSwf[]> | undefined;
  #listedAt = 0;

  constructor(
    private readonly folder: SwfFolder,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  list(): Promise<readonly KnownSwf[]> {
    const now = this.clock.now();
    if (this.#listed === undefined || now - this.#listedAt >= this.folder.updateInterval) {
      this.#listedAt = now;
      this.#listed = this.#scan();
    }
    return this.#listed;
  }

  async #scan(): Promise<readonly KnownSwf[]> {
    const names = await this.#names('', this.folder.depth);
    const known = new Map<string, Read>();
    for (const name of names.slice(0, MAX_FILES)) {
      try {
        const { size, mtimeMs } = await stat(join(this.folder.path, name));
        const version = `${size} ${mtimeMs}`;
        const before = this.#known.get(name);
        known.set(name, before?.version === version ? before : { version, swf: await this.#read(name, size) });
      } catch (error) {
        this.logger.warn('a SWF cannot be read, so nobody is verified by it', { swf: name, error });
      }
    }
    this.#known = known;
    return [...known.values()].map(({ swf }) => swf);
  }

  async #names(within: string, depth: number): Promise<string[]> {
    const entries = await readdir(join(this.folder.path, within), { withFileTypes: true }).catch((error: unknown) => {
      this.logger.warn('the folder of SWFs cannot be read', { folder: join(this.folder.path, within), error });
      return [];
    });
    const names: string[] = [];
    for (const entry of entries) {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isFile() && /\.swf$/i.test(name)) names.push(name);
      else if (entry.isDirectory() && depth > 0) names.push(...(await this.#names(name, depth - 1)));
    }
    return names;
  }

  async #read(name: string, size: number): Promise<KnownSwf> {
    if (size > MAX_SIZE) throw new Error(`it has more than ${MAX_SIZE / 1024 / 1024} MiB`);
    const bytes = await inflated(await readFile(join(this.folder.path, name)));
    const [instance, ...rest] = name.split('/');
    const hash = new Uint8Array(createHmac('sha256', HASH_KEY).update(bytes).digest());
    return { name, instance: rest.length === 0 ? undefined : instance, size: bytes.length, hash };
  }
}

/** The file as Flash Player hashes it: behind the header, which says FWS then, comes what zlib had packed. */
async function inflated(file: Uint8Array): Promise<Uint8Array> {
  const signature = String.fromCharCode(...file.subarray(0, 3));
  if (signature === 'FWS') return file;
  if (signature === 'ZWS')
    throw new Error('it is packed with LZMA: write its size and hash into swfVerification.hashes');
  if (signature !== 'CWS') throw new Error('it is no SWF');
  const body = await inflateBytes(file.subarray(HEADER_SIZE), { maxOutputLength: MAX_SIZE });
  const whole = new Uint8Array(HEADER_SIZE + body.length);
  whole.set(file.subarray(0, HEADER_SIZE));
  whole[0] = 'F'.charCodeAt(0);
  whole.set(body, HEADER_SIZE);
  return whole;
}
