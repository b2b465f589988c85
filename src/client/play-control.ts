import type { MediaMessage } from '../media/media-message.js';
import type { MediaElementLike } from './media-source-like.js';
import { hasCurrent, secondsAhead } from './media-source-like.js';
import type { NetStream } from './net-stream.js';

/** Seconds that an element that pauses has ahead before the server pauses too: enough to show where it is. */
const ENOUGH = 1;

/** What a {@link PlayControl} needs of its player. */
export interface ControlledPlayer {
  readonly isRecorded: boolean;
  /** The element was told where to begin. */
  readonly hasShown: boolean;
  /** Seconds that are added to the time of the stream to get that of the element. */
  readonly offset: number;
  /** What follows is from elsewhere in the recording. */
  moved(): void;
  /** Live media goes on after a pause. */
  resumed(): void;
}

/**
 * Does at the server what somebody does to the element: it pauses, goes on, and goes to where in a recording nothing was
 * sent yet. Says which of the messages that come are of use.
 */
export class PlayControl {
  /** The server pauses. */
  #isHeld = false;
  /** Those that were asked for and not answered. */
  #seeks = 0;
  /** The timestamp of the newest message of each kind. */
  readonly #newest = new Map<string, number>();
  /** Kinds that come again from the key frame before where the server has paused. */
  readonly #again = new Set<string>();
  readonly #forget: (() => void)[];

  constructor(
    private readonly stream: NetStream,
    private readonly element: MediaElementLike,
    private readonly player: ControlledPlayer,
  ) {
    const hear = (type: string, listener: () => void): (() => void) => {
      element.addEventListener(type, listener);
      return () => element.removeEventListener(type, listener);
    };
    this.#forget = [
      hear('pause', () => this.#look()),
      hear('play', () => this.#release()),
      hear('seeking', () => {
        if (player.isRecorded && player.hasShown && !hasCurrent(element)) this.#seek();
      }),
      stream.onStatus(({ code }) => this.#told(code)),
    ];
  }

  /** Something else is played from its beginning. */
  restart(): void {
    this.#isHeld = false;
    this.#seeks = 0;
    this.#newest.clear();
    this.#again.clear();
  }

  /** Whether a message is to be shown. */
  takes({ kind, timestamp }: MediaMessage): boolean {
    if (this.#seeks > 0) return false;
    if (this.#again.has(kind)) {
      if (timestamp <= (this.#newest.get(kind) ?? -1)) return false;
      this.#again.delete(kind);
    }
    this.#newest.set(kind, timestamp);
    if (this.player.isRecorded) this.#look();
    return true;
  }

  close(): void {
    for (const forget of this.#forget.splice(0)) forget();
  }

  #told(code: string): void {
    if (code === 'NetStream.Play.Reset' && this.player.isRecorded && this.player.hasShown) {
      // The connection was made anew, and the server begins at the beginning.
      this.restart();
      this.#seek();
    } else if (this.#seeks > 0 && code.startsWith('NetStream.Seek.')) {
      this.#seeks--;
      if (code !== 'NetStream.Seek.Notify' || this.#seeks > 0) return;
      this.restart();
      this.player.moved();
    }
  }

  #look(): void {
    const { element, player, stream } = this;
    if (this.#isHeld || this.#seeks > 0 || !element.paused || !player.hasShown) return;
    if (player.isRecorded && secondsAhead(element) < ENOUGH) return;
    this.#isHeld = true;
    stream.pause(this.#position);
  }

  #release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.player.isRecorded) for (const kind of this.#newest.keys()) this.#again.add(kind);
    this.stream.resume(this.#position);
    if (!this.player.isRecorded) this.player.resumed();
  }

  #seek(): void {
    this.#release();
    this.#seeks++;
    this.stream.seek(Math.max(0, Math.round((this.element.currentTime - this.player.offset) * 1000)));
  }

  /** Up to where everything has come, in milliseconds of the stream. */
  get #position(): number {
    return this.#newest.size === 0 ? 0 : Math.min(...this.#newest.values());
  }
}
