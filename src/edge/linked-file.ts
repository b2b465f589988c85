import type { LinkStream } from '../link/link-stream.js';
import type { RemoteFile, RemoteFileFacts } from '../storage/remote-file.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import { FileAsker } from './file-asker.js';
import { OriginError } from './origin-error.js';

/** How often, and after how long, a file is asked for again when the way to the origin broke. */
const BACKOFF: Backoff = { first: 250, longest: 4000, attempts: 5 };

/** What a {@link LinkedFile} is made with. */
export interface LinkedFileMeans {
  /** Opens a stream of the kind `file` for it. Rejects if the origin cannot be reached. */
  readonly open: () => Promise<LinkStream>;
  readonly clock: Clock;
  /** Milliseconds for which an answer is waited for. */
  readonly timeout: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** A file of an origin at the other end of a link. What was being read when the link broke is read when it is back. */
export class LinkedFile implements RemoteFile {
  #facts: RemoteFileFacts;
  #asker: Promise<FileAsker> | undefined;
  #isHeld = false;
  #reading = 0;

  private constructor(
    private readonly means: LinkedFileMeans,
    facts: RemoteFileFacts,
    asker: FileAsker | undefined,
  ) {
    this.#facts = facts;
    this.#asker = asker && Promise.resolve(asker);
  }

  /** A file of which the origin once said this; it is asked when something is read. */
  static known(means: LinkedFileMeans, facts: RemoteFileFacts): LinkedFile {
    return new LinkedFile(means, facts, undefined);
  }

  /** Undefined if there is no such file. Rejects with OriginError if it cannot be had, and as `open` does. */
  static async open(means: LinkedFileMeans): Promise<LinkedFile | undefined> {
    const asker = new FileAsker(await means.open(), means.clock, means.timeout);
    try {
      return new LinkedFile(means, await asker.facts, asker);
    } catch (error) {
      asker.close();
      if (error instanceof OriginError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  get facts(): RemoteFileFacts {
    return this.#facts;
  }

  /** Rejects with OriginError, and as `open` does. */
  read(offset: number, length: number): Promise<Uint8Array> {
    return this.#ask((asker) => asker.read(offset, length));
  }

  refresh(): Promise<void> {
    return this.#ask(async (asker) => {
      this.#facts = this.#same(await asker.refresh());
    });
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    if (this.#reading === 0) this.#close();
  }

  async #ask<Answer>(question: (asker: FileAsker) => Promise<Answer>): Promise<Answer> {
    this.#reading++;
    try {
      return await this.#askPatiently(question);
    } finally {
      this.#reading--;
      if (!this.#isHeld && this.#reading === 0) this.#close();
    }
  }

  async #askPatiently<Answer>(question: (asker: FileAsker) => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await question(await this.#reach());
      } catch (error) {
        const isHopeless = error instanceof OriginError && error.code !== 'lost';
        const delay = isHopeless ? undefined : delayBefore(attempt, BACKOFF, this.means.random());
        if (delay === undefined) throw error;
        await new Promise<void>((resolve) => this.means.clock.after(delay, resolve));
      }
    }
  }

  async #reach(): Promise<FileAsker> {
    const known = this.#asker;
    if (known !== undefined) {
      const asker = await known;
      if (!asker.isClosed) return asker;
      if (this.#asker === known) this.#asker = undefined;
    }
    this.#asker ??= this.#open();
    return this.#asker;
  }

  async #open(): Promise<FileAsker> {
    let asker: FileAsker | undefined;
    try {
      asker = new FileAsker(await this.means.open(), this.means.clock, this.means.timeout);
      this.#same(await asker.facts);
      return asker;
    } catch (error) {
      this.#asker = undefined;
      asker?.close();
      throw error;
    }
  }

  #same(facts: RemoteFileFacts): RemoteFileFacts {
    const { key, version } = this.#facts;
    if (facts.key === key && facts.version === version) return facts;
    throw new OriginError('changed', 'another file has taken the place of this one at the origin');
  }

  #close(): void {
    const asker = this.#asker;
    this.#asker = undefined;
    asker?.then((open) => open.close()).catch(() => undefined);
  }
}
