import type { Clock, Timer } from '../time/clock.js';
import type { LiveInputState } from './live-input.js';
import { LiveInput } from './live-input.js';
import type { LiveStream } from './live-stream.js';
import type { Publisher } from './publisher.js';
import type { Codecs, Slate } from './slate.js';
import { SlatePublisher } from './slate-publisher.js';

/** Publishers that may wait behind the one on air. */
const MAX_WAITING = 4;

/** What becomes of a stream that loses its publisher; asked when it does. */
export interface LossTerms {
  /** Milliseconds for which the stream waits for the publisher to come back. */
  readonly grace: number;
  /** What is shown after that, as long as anybody plays; undefined ends the stream. */
  readonly slate: Slate | undefined;
}

/** Hears what becomes of the stream. */
export interface PublisherLineListener {
  /** The stream has no publisher any more, nor awaits one. */
  ended(): void;
  /** The stream shows a slate, after media in the codecs of `before`. */
  slateShown(slate: Slate, before: Codecs): void;
}

/**
 * Who feeds a live stream: the one on air, one about to take over, backups behind them, or a slate in
 * place of one that was lost. Whenever one takes over from another, players are told nothing: the new one
 * begins with its sequence headers and a key frame, and time goes on.
 */
export class PublisherLine {
  #onAir: LiveInput | undefined;
  #entering: LiveInput | undefined;
  readonly #waiting: LiveInput[] = [];
  #grace: Timer | undefined;
  /** On air in place of a publisher. */
  #slate: SlatePublisher | undefined;

  constructor(
    private readonly live: LiveStream,
    private readonly clock: Clock,
    private readonly terms: () => LossTerms,
    private readonly listener: PublisherLineListener,
  ) {}

  /** Who has the stream, or is about to; undefined if nobody is in the way. */
  get present(): Publisher | undefined {
    if (this.#entering !== undefined) return this.#entering.publisher;
    return this.#grace === undefined && this.#slate === undefined ? this.#onAir?.publisher : undefined;
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

  /** A player is gone; a slate is shown only to somebody. */
  playerLeft(): void {
    if (this.#slate !== undefined && this.#entering === undefined && !this.#isPlayed) this.#end();
  }

  get #isPlayed(): boolean {
    return this.live.players.size > 0;
  }

  /** The one on air, or about to be, is gone; the next one enters, or the stream waits, or ends. */
  #goOnWithout(lost: boolean): void {
    if (this.#entering !== undefined || this.#onAir === undefined) return;
    if (this.#onAir.state === 'on-air' && this.#slate === undefined) return;
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next.state = 'entering';
      this.#enter(next);
      return;
    }
    if (!lost) return this.#end();
    if (this.#slate !== undefined) return this.playerLeft();
    const { grace } = this.terms();
    if (grace === 0) return this.#fillIn();
    this.#grace = this.clock.after(grace, () => {
      this.#grace = undefined;
      this.#fillIn();
    });
  }

  /** The publisher did not come back in time. */
  #fillIn(): void {
    // What it sent last may make the last player go.
    this.live.flush();
    const { slate } = this.terms();
    if (slate === undefined || !this.#isPlayed) return this.#end();
    const { video, audio } = this.live.statistics.health(this.clock.now()).format;
    const publisher = new SlatePublisher(slate, this.clock);
    const input = this.#input(publisher, 'on-air');
    this.#onAir = input;
    this.#slate = publisher;
    this.live.takeOver(publisher);
    this.listener.slateShown(slate, { video: video?.codec, audio: audio?.codec });
    publisher.start(input);
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
    this.#slate = undefined;
    this.#onAir = input;
    input.state = 'on-air';
    this.live.takeOver(input.publisher);
    if (before?.state === 'on-air') dismiss(before);
  }

  #end(): void {
    const last = this.#onAir;
    this.#onAir = undefined;
    this.#slate?.stop();
    this.#slate = undefined;
    if (last !== undefined) {
      last.state = 'ended';
      this.live.detach(last.publisher);
    }
    this.listener.ended();
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
