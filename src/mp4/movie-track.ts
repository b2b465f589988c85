/** What the header of a movie says of a track, whether its samples are in fragments or not. */
export interface MovieTrack {
  /** From 1 on. */
  readonly id: number;
  readonly kind: 'video' | 'audio';
  /** Ticks per second of everything in the track. */
  readonly timescale: number;
  /** A whole sample entry: the box that names the codec, with its configuration. */
  readonly sampleEntry: Uint8Array;
  /** Pixels; 0 for audio. */
  readonly width: number;
  readonly height: number;
}

/** Where the presentation of a track begins (ISO/IEC 14496-12, 8.6.6). */
export interface TrackStart {
  /** Seconds of the movie before the track begins. */
  readonly delay: number;
  /** Ticks of the track's composition time that are not shown. */
  readonly mediaTime: number;
}
