/** A part of a segment, which players may fetch before the segment is complete (EXT-X-PART). */
export interface HlsPart {
  readonly bytes: Uint8Array;
  /** Seconds. */
  readonly duration: number;
  /** Decoding can begin with it. */
  readonly isIndependent: boolean;
}

/** What segments of one set-up share. */
export interface HlsEpoch {
  /** From 0 on. */
  readonly number: number;
  /** What a player must be given before them (EXT-X-MAP); undefined if nothing. */
  readonly header: Uint8Array | undefined;
}

/** The segment that is being made. */
export interface OpenSegment {
  /** Its media sequence number. */
  readonly sequence: number;
  readonly epoch: HlsEpoch;
  /** It does not go on where the one before ended: another codec, or another publication. */
  readonly discontinuity: boolean;
  /** Those that are complete. */
  readonly parts: readonly HlsPart[];
}

/** A piece of a stream that players fetch. */
export interface HlsSegment extends OpenSegment {
  /** All parts, one behind the other. */
  readonly bytes: Uint8Array;
  /** Seconds. */
  readonly duration: number;
  /** When it began, in milliseconds since 1970, as far as is known by now. */
  readonly date: () => number;
}
