import type { HlsSegment } from './segmenter.js';

export interface WindowOptions {
  /** Segments that a playlist shows. */
  readonly segments: number;
  /** Bytes of segments that are kept at most; three of them are always kept. */
  readonly maxBytes: number;
}

/** Segments that are kept behind those that the playlist shows: players may still ask for them (RFC 8216, 6.2.2). */
const BEHIND = 3;
/** Players may not begin nearer to the end than that (RFC 8216, 6.3.3). */
const LEAST = 3;

/** The newest segments of a live stream. */
export class SegmentWindow {
  readonly #kept: HlsSegment[] = [];
  #shownFrom = 0;
  #bytes = 0;
  /** Discontinuities in front of the shown segments (EXT-X-DISCONTINUITY-SEQUENCE). */
  #discontinuities = 0;

  constructor(private readonly options: WindowOptions) {}

  /** Those in the playlist. */
  get shown(): readonly HlsSegment[] {
    return this.#kept.slice(this.#shownFrom);
  }

  get discontinuitySequence(): number {
    return this.#discontinuities;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get newest(): HlsSegment | undefined {
    return this.#kept.at(-1);
  }

  add(segment: HlsSegment): void {
    const { maxBytes, segments } = this.options;
    this.#kept.push(segment);
    this.#bytes += segment.bytes.length;
    while (this.#kept.length - this.#shownFrom > segments) this.#hide();
    while (this.#shownFrom > BEHIND) this.#forget();
    while (this.#bytes > maxBytes && this.#kept.length > LEAST) {
      if (this.#shownFrom === 0) this.#hide();
      this.#forget();
    }
  }

  find(sequence: number): HlsSegment | undefined {
    return this.#kept.find((segment) => segment.sequence === sequence);
  }

  #hide(): void {
    if (this.#kept[this.#shownFrom++]?.discontinuity === true) this.#discontinuities++;
  }

  #forget(): void {
    this.#bytes -= this.#kept.shift()?.bytes.length ?? 0;
    this.#shownFrom--;
  }
}
