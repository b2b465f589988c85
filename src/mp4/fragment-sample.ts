/** A frame on its way into a fragment. */
export interface FragmentSample {
  readonly data: Uint8Array;
  /** Ticks of the track from the first frame of the stream. */
  readonly decodeTime: number;
  /** Ticks from decoding to presentation, signed. */
  readonly composition: number;
  readonly isSync: boolean;
  /** Ticks; known when the next frame is. */
  duration: number;
}
