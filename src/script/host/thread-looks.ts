import type { ThreadSignals } from '../protocol/thread-signals.js';
import { keepAwake } from './keep-awake.js';
import { lookAtThread } from './look-at-thread.js';
import type { BusyPlace, ThreadLook } from './look-at-thread.js';

export interface ThreadLooksOptions {
  /** The number of the thread; undefined as long as there is none. */
  readonly threadId: () => number | undefined;
  readonly signals: ThreadSignals;
  /** Bytes that the thread may use. */
  readonly memory: number;
  /** Milliseconds that it may be busy; 0: no bound. */
  readonly maxTime: number;
}

/** What is known of where a busy thread is, and of its memory. It is stopped for a moment by each look. */
export class ThreadLooks {
  #busyFor = 0;
  #seen: Promise<ThreadLook | undefined> | undefined;
  #isMeasured = false;

  constructor(private readonly options: ThreadLooksOptions) {}

  /** It is busy for so long: before it is too late for that it is looked where it is. */
  busy(milliseconds: number): void {
    if (milliseconds <= this.#busyFor) this.#seen = undefined;
    this.#busyFor = milliseconds;
    if (milliseconds < this.options.maxTime / 3) return;
    // One that could not be stopped just then is looked at again.
    this.#seen ??= this.#look().then((seen) => seen ?? (this.#seen = undefined));
  }

  /** Whether it uses more than it may. Undefined if that cannot be told at present, or is being found out. */
  async usesTooMuch(): Promise<boolean | undefined> {
    if (this.#isMeasured) return undefined;
    this.#isMeasured = true;
    const look = this.#look();
    const seen = await look;
    this.#isMeasured = false;
    if (seen === undefined) return undefined;
    const isTooMuch = seen.memory > this.options.memory;
    if (isTooMuch) this.#seen = look;
    return isTooMuch;
  }

  /** Where it was when it was looked at last, if it is busy since. */
  async place(): Promise<BusyPlace | undefined> {
    return (await this.#seen)?.place;
  }

  /** It is busy no more. */
  forget(): void {
    this.#seen = undefined;
  }

  async #look(): Promise<ThreadLook | undefined> {
    const { threadId, signals, memory } = this.options;
    const looked = await keepAwake(signals);
    const thread = threadId();
    try {
      return looked === undefined || thread === undefined ? undefined : await lookAtThread(thread, isScript, memory);
    } finally {
      looked?.();
    }
  }
}

/** Neither of the server nor of Node, nor of a package. */
function isScript(file: string): boolean {
  return !/^$|^node:|^afterglow|\/node_modules\//.test(file) && !file.startsWith(own);
}

const own = new URL('../..', import.meta.url).href;
