import type { MessagePort } from 'node:worker_threads';
import type { Clock, Timer } from '../../time/clock.js';
import { messageCost } from '../protocol/message-cost.js';
import type { MessageList, ToScript } from '../protocol/script-messages.js';
import { Signal } from '../protocol/thread-signals.js';
import type { ThreadSignals } from '../protocol/thread-signals.js';

/** One list at most. */
const LIST_COST = 128 * 1024;
/** What the thread has not done yet; the rest waits here, outside of the memory that the script may use. */
const WINDOW = 1024 * 1024;
/** What may wait; a thread that does not keep up even so is given up. */
const MAX_WAITING = 64 * 1024 * 1024;
/** Milliseconds after which it is looked whether the thread has done something. */
const LOOK_AGAIN = 2;

/** The way to a script's thread. What one turn tells leaves together. */
export class ThreadOutbox {
  #waiting: ToScript[] = [];
  #next = 0;
  #waitingCost = 0;
  #sent = 0;
  #isPlanned = false;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(
    private readonly port: Pick<MessagePort, 'postMessage'>,
    private readonly signals: ThreadSignals,
    private readonly clock: Clock,
    /** More waits than may; the argument says how much. */
    private readonly overflowed: (bytes: number) => void,
  ) {}

  push(message: ToScript): void {
    if (this.#isClosed) return;
    this.#waiting.push(message);
    this.#waitingCost += messageCost(message);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.clock.endOfTurn(() => this.flush());
  }

  /** Sends what the thread can take. */
  flush(): void {
    this.#isPlanned = false;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#isClosed || this.#waiting.length === 0) return;
    while (this.#next < this.#waiting.length && this.#outstanding < WINDOW) this.#post();
    Atomics.add(this.signals, Signal.wake, 1);
    Atomics.notify(this.signals, Signal.wake);
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
      return;
    }
    this.#timer = this.clock.after(LOOK_AGAIN, () => this.flush());
    if (this.#waitingCost > MAX_WAITING) this.overflowed(this.#waitingCost);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#waiting = [];
  }

  get #outstanding(): number {
    return (this.#sent - Atomics.load(this.signals, Signal.doneByScript)) | 0;
  }

  #post(): void {
    const first = this.#next;
    let cost = 0;
    while (this.#next < this.#waiting.length && cost < LIST_COST) cost += messageCost(this.#waiting[this.#next++]!);
    const list: MessageList<ToScript> = { messages: this.#waiting.slice(first, this.#next), cost };
    this.port.postMessage(list);
    this.#sent = (this.#sent + cost) | 0;
    this.#waitingCost -= cost;
  }
}
