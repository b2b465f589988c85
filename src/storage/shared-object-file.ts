import type { SharedObjectContent, StorableSharedObject } from '../sharedobject/shared-object-store.js';
import type { Clock, Timer } from '../time/clock.js';
import type { WorkSlots } from './work-slots.js';

/** When an object that changed is written. */
export interface WriteTerms {
  /** Milliseconds without a change after which it is. */
  readonly quiet: number;
  /** Milliseconds after which it is, even if it goes on changing. */
  readonly maxDelay: number;
}

/** What a file needs of the others. */
export interface SharedObjectMeans {
  readonly clock: Clock;
  /** How many files may be open at a time. */
  readonly slots: WorkSlots;
  /** Undefined if there is no file. Rejects if it cannot be read. */
  read(): Promise<SharedObjectContent | undefined>;
  /** Resolves when the file has that content for good. Rejects if it cannot have. */
  write(content: SharedObjectContent): Promise<void>;
  /** Resolves when the file is gone for good. */
  erase(): Promise<void>;
  /** A try to write failed, and will be repeated. */
  failed(error: unknown): void;
  /** The file is as it is to be. */
  settled(): void;
  /** Nothing waits and nothing happens any more. */
  idle(): void;
}

/** A write that has its place in the line and has not begun. */
interface QueuedWrite {
  object: StorableSharedObject;
  /** Removals that were asked for before it. */
  readonly removals: number;
  readonly done: Promise<void>;
}

/** Milliseconds before a write that failed is repeated: twice as many each time. */
const FIRST_RETRY = 1000;
const LAST_RETRY = 60_000;

/**
 * The file of one object. What is asked of it happens one after the other; of several writes that wait, one happens,
 * with what the object is when it begins. What could not be written is kept and tried again.
 */
export class SharedObjectFile {
  /** Changed, and not in the line yet. */
  #pending: { readonly object: StorableSharedObject; readonly since: number } | undefined;
  #changedAt = 0;
  #timer: Timer | undefined;
  #queued: QueuedWrite | undefined;
  #isWriting = false;
  #line: Promise<void> = Promise.resolve();
  #jobs = 0;
  #removals = 0;
  #failures = 0;
  #notBefore = 0;

  constructor(
    private readonly means: SharedObjectMeans,
    /** As they are configured now. */
    private readonly terms: () => WriteTerms,
  ) {}

  /** Has something to be written. */
  get isDirty(): boolean {
    return this.#pending !== undefined || this.#queued !== undefined;
  }

  /** What it has to be is not on the disk yet. */
  get isUnwritten(): boolean {
    return this.isDirty || this.#isWriting;
  }

  touch(object: StorableSharedObject): void {
    const now = this.means.clock.now();
    this.#changedAt = now;
    this.#pending = { object, since: this.#pending?.since ?? now };
    this.#plan(now);
  }

  save(object: StorableSharedObject): Promise<void> {
    this.#forgetPending();
    return this.#enqueue(object);
  }

  load(): Promise<SharedObjectContent | undefined> {
    return this.#inLine(() => {
      if (this.#pending !== undefined) return Promise.resolve(this.#pending.object.content());
      return this.means.slots.run(() => this.means.read());
    });
  }

  remove(): Promise<void> {
    this.#forgetPending();
    this.#queued = undefined;
    this.#removals++;
    return this.#inLine(async () => {
      await this.means.slots.run(() => this.means.erase());
      this.means.settled();
    });
  }

  /** Resolves when what has changed is written; rejects if it cannot be. */
  async flush(): Promise<void> {
    const object = this.#pending?.object;
    if (object !== undefined) await this.save(object);
    else await (this.#queued?.done ?? this.#line);
  }

  #plan(now: number): void {
    if (this.#timer !== undefined || this.#pending === undefined) return;
    const { quiet, maxDelay } = this.terms();
    const due = Math.max(Math.min(this.#changedAt + quiet, this.#pending.since + maxDelay), this.#notBefore);
    this.#timer = this.means.clock.after(Math.max(due - now, 0), () => this.#due(due));
  }

  /** Changes in the meantime put the timer off only now, so that a change costs next to nothing. */
  #due(at: number): void {
    this.#timer = undefined;
    if (this.#pending === undefined) return;
    const { quiet, maxDelay } = this.terms();
    const due = Math.max(Math.min(this.#changedAt + quiet, this.#pending.since + maxDelay), this.#notBefore);
    if (due > at) return this.#plan(this.means.clock.now());
    this.save(this.#pending.object).catch(() => undefined);
  }

  #forgetPending(): void {
    this.#pending = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #enqueue(object: StorableSharedObject): Promise<void> {
    if (this.#queued !== undefined) {
      this.#queued.object = object;
      return this.#queued.done;
    }
    const done = this.#inLine(() => this.means.slots.run(() => this.#write(queued)));
    const queued: QueuedWrite = { object, removals: this.#removals, done };
    this.#queued = queued;
    return done;
  }

  async #write(queued: QueuedWrite): Promise<void> {
    if (this.#queued === queued) this.#queued = undefined;
    const { object } = queued;
    this.#isWriting = true;
    try {
      const content = object.content();
      await this.means.write(content);
      this.#failures = 0;
      this.#notBefore = 0;
      this.means.settled();
      object.stored(content.version);
    } catch (error) {
      if (queued.removals === this.#removals) this.#again(object);
      this.means.failed(error);
      throw error;
    } finally {
      this.#isWriting = false;
    }
  }

  #again(object: StorableSharedObject): void {
    const now = this.means.clock.now();
    this.#notBefore = now + Math.min(FIRST_RETRY * 2 ** this.#failures++, LAST_RETRY);
    if (this.#queued !== undefined) return;
    this.#pending ??= { object, since: now };
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#plan(now);
  }

  #inLine<Result>(job: () => Promise<Result>): Promise<Result> {
    this.#jobs++;
    const done = this.#line.then(job);
    const over = (): void => {
      if (--this.#jobs === 0 && !this.isDirty) this.means.idle();
    };
    this.#line = done.then(over, over);
    return done;
  }
}
