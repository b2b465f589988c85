import type { Clock, Timer } from '../time/clock.js';
import type { LiveInputState } from './live-input.js';
import { LiveInput } from './live-input.js';
import type { LiveStream } from './live-stream.js';
import type { Publisher } from './publisher.js';

/** Publishers that may wait behind the one on air. */
const MAX_WAITING = 4;

/**
 * Who feeds a live stream: the one on air, one about to take over, backups behind them. Whenever one
 * takes over from another, players are told nothing: the new one begins with its sequence headers and a
 * key frame, and time goes on.
 */
export class PublisherLine {
  #onAir: LiveInput | undefined;
  #entering: LiveInput | undefined;
  readonly #waiting: LiveInput[] = [];
  #grace: Timer | undefined;

  constructor(
    private readonly live: LiveStream,
    private readonly clock: Clock,
    /** Milliseconds for which a stream goes on without the publisher it lost, asked when it is lost. */
    private readonly graceTime: () => number,
    /** The stream has no publisher any more, nor awaits one. */
    private readonly ended: () => void,
  ) {}

  /** Who has the stream, or is about to; undefined if nobody is in the way. */
  get present(): Publisher | undefined {
    if (this.#entering !== undefined) return this.#entering.publisher;
    return this.#grace === undefined ? this.#onAir?.publisher : undefined;
  }

  /** The publisher was lost and the stream waits for it to come back. */
  get inGrace(): boolean {
    return this.#grace !== undefined;
  }

  /** Whether one more backup may wait. */
  get mayWait(): boolean {
    return this.#waiting.length < MAX_WAITING;
  }

  /** Lets a publisher in: at once if nobody publishes, otherwise with its next key frame, in the place of who does. */
  admit(publisher: Publisher): LiveInput {
    this.#stopGrace();
    if (this.#onAir !== undefined) return this.#enter(this.#input(publisher, 'entering'));
    this.#onAir = this.#input(publisher, 'on-air');
    this.live.attach(publisher);
    return this.#onAir;
  }

  /** Lets a publisher wait behind the present one. */
  queue(publisher: Publisher): LiveInput {
    const input = this.#input(publisher, 'waiting');
    this.#waiting.push(input);
    return input;
  }

  /** A publisher is gone: `lost` without a word, or else it said that it ends. */
  leave(input: LiveInput, lost: boolean): void {
    const { state } = input;
    input.state = 'ended';
    if (state === 'waiting') this.#waiting.splice(this.#waiting.indexOf(input), 1);
    if (input === this.#entering) this.#entering = undefined;
    if (state === 'on-air' || state === 'entering') this.#goOnWithout(lost);
  }

  /** The one on air, or about to be, is gone; the next one enters, or the stream waits, or ends. */
  #goOnWithout(lost: boolean): void {
    if (this.#entering !== undefined || this.#onAir === undefined || this.#onAir.state === 'on-air') return;
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next.state = 'entering';
      this.#enter(next);
      return;
    }
    const grace = lost ? this.graceTime() : 0;
    if (grace === 0) return this.#end();
    this.#grace = this.clock.after(grace, () => {
      this.#grace = undefined;
      this.#end();
    });
  }

  #enter(input: LiveInput): LiveInput {
    const before = this.#entering;
    this.#entering = input;
    if (before !== undefined) dismiss(before);
    return input;
  }

  #goOnAir(input: LiveInput): void {
    const before = this.#onAir;
    this.#entering = undefined;
    this.#onAir = input;
    input.state = 'on-air';
    this.live.takeOver(input.publisher);
    if (before?.state === 'on-air') dismiss(before);
  }

  #end(): void {
    const last = this.#onAir;
    this.#onAir = undefined;
    if (last !== undefined) this.live.detach(last.publisher);
    this.ended();
  }

  #stopGrace(): void {
    this.#grace?.cancel();
    this.#grace = undefined;
  }

  #input(publisher: Publisher, state: LiveInputState): LiveInput {
    return new LiveInput(publisher, state, this.live, (input) => this.#goOnAir(input));
  }
}

function dismiss(input: LiveInput): void {
  input.state = 'ended';
  input.publisher.dismissed('replaced');
}
