import type { MediaKind, MediaMessage } from '../media/media-message.js';

/** Milliseconds that one frame is believed to take at most. */
const LONGEST_FRAME = 1000;

/** Works out when media ends: its last frames take as long as those before. */
export class MediaEnd {
  readonly #last = new Map<MediaKind, { readonly time: number; readonly step: number }>();
  /** Milliseconds; -1 before there was anything. */
  #newest = -1;

  add({ kind, timestamp }: Pick<MediaMessage, 'kind' | 'timestamp'>): void {
    const before = this.#last.get(kind);
    const passed = before === undefined ? 0 : timestamp - before.time;
    const step = passed > 0 && passed <= LONGEST_FRAME ? passed : (before?.step ?? 0);
    this.#last.set(kind, { time: timestamp, step });
    this.#newest = Math.max(this.#newest, timestamp);
  }

  /** The latest timestamp (milliseconds); 0 if there was nothing. */
  get lastTimestamp(): number {
    return Math.max(0, this.#newest);
  }

  /** When the last frame is over (milliseconds). */
  get time(): number {
    let end = this.lastTimestamp;
    for (const kind of ['audio', 'video'] as const) {
      const last = this.#last.get(kind);
      if (last !== undefined) end = Math.max(end, last.time + last.step);
    }
    return end;
  }

  has(kind: MediaKind): boolean {
    return this.#last.has(kind);
  }
}
