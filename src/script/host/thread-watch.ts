import type { Clock, Timer } from '../../time/clock.js';
import { Signal } from '../protocol/thread-signals.js';
import type { ThreadSignals } from '../protocol/thread-signals.js';

/** Milliseconds between two looks. */
const LOOK = 500;

export interface ThreadWatchOptions {
  /** Milliseconds that the thread may be busy; 0: no bound. */
  readonly maxBusy: number;
  /** Milliseconds that it may stand still for an answer, besides. */
  readonly maxWait: number;
}

/** Looks whether a thread comes back to its event loop. A server that stood still itself blames nobody for it. */
export class ThreadWatch {
  #timer: Timer | undefined;
  #beat: number;
  /** Looks without a sign of life, those at which it waited for an answer apart. */
  #busy = 0;
  #waited = 0;

  constructor(
    private readonly signals: ThreadSignals,
    private readonly clock: Clock,
    private readonly options: ThreadWatchOptions,
    /** It does not come back. Called once. */
    private readonly stuck: () => void,
  ) {
    this.#beat = Atomics.load(signals, Signal.beat);
  }

  start(): void {
    if (this.options.maxBusy > 0) this.#timer = this.clock.after(LOOK, () => this.#look());
  }

  /** Milliseconds that it is busy without a sign of life. */
  get busy(): number {
    return this.#busy * LOOK;
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #look(): void {
    this.#count();
    if (this.busy > this.options.maxBusy || this.#waited * LOOK > this.options.maxWait) {
      this.#timer = undefined;
      this.stuck();
      return;
    }
    this.#timer = this.clock.after(LOOK, () => this.#look());
  }

  #count(): void {
    const beat = Atomics.load(this.signals, Signal.beat);
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#busy = 0;
      this.#waited = 0;
    } else if (Atomics.load(this.signals, Signal.waiting) === 1) this.#waited++;
    else this.#busy++;
  }
}
