import type { Clock } from '../time/clock.js';

/** A thread of the scripts of an application, as far as it matters here. */
export interface RunningThread {
  /** Why it runs no more; undefined as long as it does. */
  readonly endReason: string | undefined;
  start(): void;
  close(): Promise<void>;
}

interface UsedThread<Thread> {
  readonly thread: Thread;
  readonly settings: string;
  /** When it began (milliseconds, monotonic). */
  readonly since: number;
  users: number;
}

/** Milliseconds that nobody may try again after a thread has died, the first time, and at most; each time twice as long. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** A thread that lived for so long had done well. */
const GOOD_LIFE = 60_000;

/**
 * The thread that the scripts of one application run on: one for all of its instances. One that has died is followed by
 * another, each time later, so that a script that always breaks does not keep the machine busy.
 */
export class ScriptThreads<Thread extends RunningThread> {
  #current: UsedThread<Thread> | undefined;
  readonly #closing = new Set<Promise<void>>();
  #deaths = 0;
  #diedAt = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * A thread made by these settings, for one more instance until it calls `release`. Throws if it is too early for one.
   *
   * @param settings what it is made by, as text: others make another thread, beside the one that has instances still
   */
  open(settings: string, make: () => Thread): { readonly thread: Thread; readonly release: () => void } {
    this.#bury();
    if (this.#current?.settings !== settings) this.#current = this.#start(settings, make);
    const used = this.#current;
    used.users++;
    return {
      thread: used.thread,
      release: () => {
        if (--used.users > 0) return;
        if (this.#current === used) {
          this.#bury();
          this.#current = undefined;
        }
        this.#close(used.thread);
      },
    };
  }

  /** Resolves when none of its threads runs. */
  async close(): Promise<void> {
    if (this.#current !== undefined) this.#close(this.#current.thread);
    this.#current = undefined;
    await Promise.all(this.#closing);
  }

  #start(settings: string, make: () => Thread): UsedThread<Thread> {
    const wait = Math.min(FIRST_WAIT * 2 ** (this.#deaths - 1), LONGEST_WAIT);
    const left = this.#deaths === 0 ? 0 : this.#diedAt + wait - this.clock.now();
    if (left > 0) {
      const often = this.#deaths === 1 ? '' : ` ${this.#deaths} times`;
      throw new Error(`it has come to an end${often}; it is tried again in ${Math.ceil(left / 1000)} s`);
    }
    const thread = make();
    thread.start();
    return { thread, settings, since: this.clock.now(), users: 0 };
  }

  /** Lets go of a thread that has died. */
  #bury(): void {
    if (this.#current?.thread.endReason === undefined) return;
    const now = this.clock.now();
    this.#deaths = now - this.#current.since < GOOD_LIFE ? this.#deaths + 1 : 1;
    this.#diedAt = now;
    this.#current = undefined;
  }

  #close(thread: Thread): void {
    const closing = thread.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
