import type { Clock, Timer } from '../../time/clock.js';
import { Signal } from '../protocol/thread-signals.js';
import type { ThreadSignals } from '../protocol/thread-signals.js';

/** Milliseconds between two looks. */
const LOOK = 100;
const MEGABYTE = 1024 * 1024;

export interface ThreadWatchOptions {
  /** Milliseconds that the thread may be busy; 0: no bound. */
  readonly maxBusy: number;
  /** Milliseconds that it may stand still for an answer, besides. */
  readonly maxWait: number;
  /** Bytes that it may use. */
  readonly memory: number;
  /** Bytes of memory that the process uses. */
  readonly processMemory: () => number;
}

export interface ThreadWatchListener {
  /** It is busy for so many milliseconds. Called again and again. */
  busy(milliseconds: number): void;
  /**
   * It is busy and cannot say what memory it has, and the process has grown meanwhile, through it or another: somebody
   * should look. Called again and again, until {@link ThreadWatch.looked}.
   */
  grown(): void;
  /** Called once; nothing is called after. `reason` is for people. */
  lost(reason: string): void;
}

/** Looks whether a thread comes back to its event loop. A server that stood still itself blames nobody for it. */
export class ThreadWatch {
  #timer: Timer | undefined;
  #beat: number;
  /** Looks without a sign of life, those at which it waited for an answer apart. */
  #busy = 0;
  #waited = 0;
  /** At the last sign of life, or the last look. */
  #processMemory: number;

  constructor(
    private readonly signals: ThreadSignals,
    private readonly clock: Clock,
    private readonly options: ThreadWatchOptions,
    private readonly listener: ThreadWatchListener,
  ) {
    this.#beat = Atomics.load(signals, Signal.beat);
    this.#processMemory = options.processMemory();
  }

  start(): void {
    this.#timer = this.clock.after(LOOK, () => this.#look());
  }

  /** Somebody has looked, and it has no more than it may: only what is added to that matters. */
  looked(): void {
    this.#processMemory = this.options.processMemory();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #look(): void {
    this.#count();
    const reason = this.#reason();
    this.#timer = reason === undefined ? this.clock.after(LOOK, () => this.#look()) : undefined;
    if (reason !== undefined) this.listener.lost(reason);
    else if (this.#busy > 0) {
      this.listener.busy(this.#busy * LOOK);
      const { memory, processMemory } = this.options;
      if (processMemory() - this.#processMemory > memory) this.listener.grown();
    }
  }

  #count(): void {
    const beat = Atomics.load(this.signals, Signal.beat);
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#busy = 0;
      this.#waited = 0;
      this.#processMemory = this.options.processMemory();
    } else if (Atomics.load(this.signals, Signal.waiting) === 1) this.#waited++;
    else this.#busy++;
  }

  #reason(): string | undefined {
    const { maxBusy, maxWait, memory } = this.options;
    if (maxBusy > 0 && this.#busy * LOOK > maxBusy) {
      return `the script is busy and did not come back within ${maxBusy / 1000} s: an endless loop?`;
    }
    if (this.#waited * LOOK > maxWait) return `the script waits for the server and did not come back`;
    return Atomics.load(this.signals, Signal.memory) * MEGABYTE > memory ? tooMuchMemory(memory) : undefined;
  }
}

/** Why a thread is ended that has more than `memory` bytes. */
export function tooMuchMemory(memory: number): string {
  return `the script used more than ${Math.round(memory / 1e6)} MB (script.memory)`;
}
