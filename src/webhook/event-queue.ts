import type { Clock, Timer } from '../time/clock.js';
import type { Verdict } from './webhook-answer.js';
import type { WebhookLimits } from './webhook-options.js';

/** Something that was told. */
export interface QueuedEvent {
  readonly id: string;
  readonly event: string;
  /** Events of one key are sent one after the other, in their order. */
  readonly key: string;
  readonly body: string;
}

export interface EventQueueMeans {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly limits: WebhookLimits;
  readonly retries: number;
  /** Undefined if nothing can be sent now; {@link EventQueue.pump} is then called when something can. */
  readonly send: (event: QueuedEvent) => Promise<Verdict> | undefined;
  readonly dropped: () => void;
  /** It was not taken, and is not sent again. */
  readonly givenUp: (event: QueuedEvent, verdict: Exclude<Verdict, { is: 'yes' }>) => void;
}

interface Entry {
  readonly event: QueuedEvent;
  attempts: number;
  isSending: boolean;
  /** Runs while it waits to be sent again. */
  pause: Timer | undefined;
}

/** What is told to one address. Nobody waits for it. */
export class EventQueue {
  #entries: Entry[] = [];
  #sending = 0;
  #isClosing = false;
  #emptied: (() => void)[] = [];

  constructor(private readonly means: EventQueueMeans) {}

  /** Events that were not taken yet. */
  get size(): number {
    return this.#entries.length;
  }

  add(event: QueuedEvent): void {
    this.#entries.push({ event, attempts: 0, isSending: false, pause: undefined });
    if (this.#entries.length > this.means.limits.maxEvents) this.#dropOldest();
    this.pump();
  }

  /** Sends what can be sent now. */
  pump(): void {
    const busy = new Set<string>();
    for (const entry of [...this.#entries]) {
      if (this.#sending >= this.means.limits.concurrency) return;
      const { key } = entry.event;
      const isNext = !busy.has(key);
      busy.add(key);
      if (isNext && !entry.isSending && entry.pause === undefined && !this.#send(entry)) return;
    }
  }

  /** Tries everything once more, and nothing again. */
  hurry(): void {
    this.#isClosing = true;
    for (const entry of this.#entries) this.#endPause(entry);
    this.pump();
  }

  /** Resolves when nothing is left. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#emptied.push(resolve);
      this.#tellIfEmpty();
    });
  }

  /** Drops everything. */
  clear(): void {
    for (const entry of this.#entries) {
      this.#endPause(entry);
      this.means.dropped();
    }
    this.#entries = [];
    this.#tellIfEmpty();
  }

  #send(entry: Entry): boolean {
    const verdict = this.means.send(entry.event);
    if (verdict === undefined) return false;
    entry.isSending = true;
    entry.attempts++;
    this.#sending++;
    void verdict.then((is) => {
      this.#sending--;
      entry.isSending = false;
      this.#settle(entry, is);
      this.pump();
    });
    return true;
  }

  #settle(entry: Entry, verdict: Verdict): void {
    if (!this.#entries.includes(entry)) return;
    if (verdict.is === 'failure' && entry.attempts <= this.means.retries && !this.#isClosing) {
      entry.pause = this.means.clock.after(this.#pauseAfter(entry.attempts), () => {
        entry.pause = undefined;
        this.pump();
      });
      return;
    }
    this.#remove(entry);
    if (verdict.is !== 'yes') this.means.givenUp(entry.event, verdict);
  }

  /** Twice as long each time, and by chance down to half of that, so that not all come back together. */
  #pauseAfter(attempts: number): number {
    const { eventPause, maxPause } = this.means.limits;
    return Math.min(eventPause * 2 ** (attempts - 1), maxPause) * (1 - this.means.random() / 2);
  }

  #dropOldest(): void {
    const oldest = this.#entries.find(({ isSending }) => !isSending);
    if (oldest === undefined) return;
    this.#endPause(oldest);
    this.#remove(oldest);
    this.means.dropped();
  }

  #endPause(entry: Entry): void {
    entry.pause?.cancel();
    entry.pause = undefined;
  }

  #remove(entry: Entry): void {
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    this.#tellIfEmpty();
  }

  #tellIfEmpty(): void {
    if (this.#entries.length > 0) return;
    const listeners = this.#emptied;
    this.#emptied = [];
    for (const emptied of listeners) emptied();
  }
}
