import type { HlsEpoch, HlsPart, HlsSegment, OpenSegment } from './hls-segment.js';

export interface WindowOptions {
  /** Segments that a playlist shows at least. */
  readonly segments: number;
  /** Seconds that it shows at least. */
  readonly duration: number;
  /** Bytes of segments that are kept at most; three of them are always kept. */
  readonly maxBytes: number;
}

/** Segments that are kept behind those that the playlist shows: players may still ask for them (RFC 8216, 6.2.2). */
const BEHIND = 3;
/** Players may not begin nearer to the end than that (RFC 8216, 6.3.3). */
const LEAST = 3;

/** The newest segments of a live stream, and the one that is being made. */
export class SegmentWindow {
  readonly #kept: HlsSegment[] = [];
  #open: OpenSegment | undefined;
  #shownFrom = 0;
  #bytes = 0;
  /** Seconds of those that are shown. */
  #shownFor = 0;
  /** Discontinuities in front of the shown segments (EXT-X-DISCONTINUITY-SEQUENCE). */
  #discontinuities = 0;

  constructor(private readonly options: WindowOptions) {}

  /** Those in the playlist. */
  get shown(): readonly HlsSegment[] {
    return this.#kept.slice(this.#shownFrom);
  }

  /** The segment that is being made, once it has a part. */
  get open(): OpenSegment | undefined {
    return this.#open;
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

  /** The segment that is being made has come this far. */
  grow(open: OpenSegment): void {
    this.#open = open;
  }

  add(segment: HlsSegment): void {
    const { duration, maxBytes, segments } = this.options;
    this.#open = undefined;
    this.#kept.push(segment);
    this.#bytes += segment.bytes.length;
    this.#shownFor += segment.duration;
    for (;;) {
      const first = this.#kept[this.#shownFrom]!;
      if (this.#kept.length - this.#shownFrom <= segments || this.#shownFor - first.duration < duration) break;
      this.#hide(first);
    }
    while (this.#shownFrom > BEHIND) this.#forget();
    while (this.#bytes > maxBytes && this.#kept.length > LEAST) {
      if (this.#shownFrom === 0) this.#hide(this.#kept[0]!);
      this.#forget();
    }
  }

  find(sequence: number): HlsSegment | undefined {
    const [first] = this.#kept;
    return first && this.#kept[sequence - first.sequence];
  }

  /** A part of a segment, complete or not. */
  part(sequence: number, index: number): HlsPart | undefined {
    const segment = this.#open?.sequence === sequence ? this.#open : this.find(sequence);
    return segment?.parts[index];
  }

  /**
   * Whether that segment is complete, or has that part; also if it has gone by. A part behind the last one of its segment
   * is the first one of the next (RFC 8216bis, 6.2.5.2).
   */
  hasReached(sequence: number, part?: number): boolean {
    const newest = this.newest?.sequence ?? -1;
    const open = this.#open;
    if (sequence > newest) return part !== undefined && open?.sequence === sequence && open.parts.length > part;
    if (part === undefined || sequence < newest) return true;
    return part < this.newest!.parts.length || open !== undefined;
  }

  epoch(number: number): HlsEpoch | undefined {
    if (this.#open?.epoch.number === number) return this.#open.epoch;
    return this.#kept.find(({ epoch }) => epoch.number === number)?.epoch;
  }

  #hide({ discontinuity, duration }: HlsSegment): void {
    this.#shownFrom++;
    this.#shownFor -= duration;
    if (discontinuity) this.#discontinuities++;
  }

  #forget(): void {
    this.#bytes -= this.#kept.shift()?.bytes.length ?? 0;
    this.#shownFrom--;
  }
}
