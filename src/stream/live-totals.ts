import type { MediaKind } from '../media/media-message.js';
import type { Loss } from './player-queue.js';
import type { TimestampEvent } from './timestamp-health.js';

/** What passed since the beginning. Bytes are of payload: no chunk headers, no commands. */
export interface LiveTotalsSnapshot {
  readonly received: { readonly messages: Readonly<Record<MediaKind, number>>; readonly bytes: number };
  /** To all players together, those included who have left. */
  readonly sent: { readonly messages: number; readonly bytes: number };
  /** Messages that players lost because they were slow, and the players that were disconnected for it. */
  readonly drops: Readonly<Record<Loss, number>>;
  readonly playersCut: number;
  readonly timestamps: Readonly<Record<TimestampEvent, number>>;
}

/** Counters of a live stream, or of all streams of an application. They only grow. */
export class LiveTotals {
  readonly #messages: Record<MediaKind, number> = { audio: 0, video: 0, data: 0 };
  #bytes = 0;
  #sentMessages = 0;
  #sentBytes = 0;
  readonly #drops: Record<Loss, number> = { disposable: 0, inter: 0, key: 0, audio: 0 };
  #playersCut = 0;
  readonly #timestamps: Record<TimestampEvent, number> = {
    jumpForward: 0,
    jumpBack: 0,
    stepBack: 0,
    wrap: 0,
    allZero: 0,
    mended: 0,
  };

  /** @param whole counts what is counted here, too */
  constructor(private readonly whole?: LiveTotals) {}

  get sentBytes(): number {
    return this.#sentBytes;
  }

  received(kind: MediaKind, bytes: number): void {
    this.#messages[kind]++;
    this.#bytes += bytes;
    this.whole?.received(kind, bytes);
  }

  sent(messages: number, bytes: number): void {
    this.#sentMessages += messages;
    this.#sentBytes += bytes;
    this.whole?.sent(messages, bytes);
  }

  lost(kind: Loss): void {
    this.#drops[kind]++;
    this.whole?.lost(kind);
  }

  playerCut(): void {
    this.#playersCut++;
    this.whole?.playerCut();
  }

  timestamp(event: TimestampEvent): void {
    this.#timestamps[event]++;
    this.whole?.timestamp(event);
  }

  get snapshot(): LiveTotalsSnapshot {
    return {
      received: { messages: { ...this.#messages }, bytes: this.#bytes },
      sent: { messages: this.#sentMessages, bytes: this.#sentBytes },
      drops: { ...this.#drops },
      playersCut: this.#playersCut,
      timestamps: { ...this.#timestamps },
    };
  }
}
