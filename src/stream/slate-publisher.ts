import type { Clock, Timer } from '../time/clock.js';
import { timestampAdd } from '../time/timestamp.js';
import type { LiveInput } from './live-input.js';
import type { Publisher } from './publisher.js';
import type { Slate } from './slate.js';

/** Milliseconds behind its time from which a slate goes on from now, instead of sending what was missed. */
const LATE = 1000;

/**
 * Publishes a slate, round after round, each message at its time. It has one timer, and none before
 * {@link start} and after {@link stop}.
 */
export class SlatePublisher implements Publisher {
  readonly clientId = 'slate';
  #timer: Timer | undefined;
  /** The message that comes next. */
  #next = 0;
  /** When the round began: of the clock, and of the stream. */
  #roundAt = 0;
  #roundTime = 0;

  constructor(
    private readonly slate: Slate,
    private readonly clock: Clock,
  ) {}

  /** Begins, on an input that is on air. */
  start(input: LiveInput): void {
    this.#roundAt = this.clock.now();
    if (this.slate.metadata !== undefined) input.setDataFrame('onMetaData', this.slate.metadata);
    this.#send(input);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** It gives way to everybody. */
  isAlive(): Promise<boolean> {
    return Promise.resolve(false);
  }

  dismissed(): void {
    this.stop();
  }

  #send(input: LiveInput): void {
    const now = this.clock.now();
    if (now - this.#dueAt > LATE) this.#roundAt += now - this.#dueAt;
    while (this.#dueAt <= now) this.#sendNext(input);
    // What was sent may have made the last player go, and with it the stream.
    if (input.state === 'on-air') this.#timer = this.clock.after(this.#dueAt - now, () => this.#send(input));
  }

  #sendNext(input: LiveInput): void {
    const { messages, duration } = this.slate;
    const message = messages[this.#next]!;
    const timestamp = timestampAdd(message.timestamp, this.#roundTime);
    this.#next++;
    if (this.#next === messages.length) {
      this.#next = 0;
      this.#roundAt += duration;
      this.#roundTime = timestampAdd(this.#roundTime, duration);
    }
    input.receive(message.at(timestamp));
  }

  get #dueAt(): number {
    return this.#roundAt + this.slate.messages[this.#next]!.timestamp;
  }
}
