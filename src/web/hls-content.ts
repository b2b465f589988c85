import type { MediaPlaylist, Variant } from '../hls/write-playlist.js';

/** What one viewer sees: a live stream, or recorded media. */
export interface HlsContent {
  /** How it is announced, without its address. */
  readonly variant: Omit<Variant, 'uri'>;
  /**
   * What there is; undefined if nothing comes.
   *
   * @param sequence a segment that has to be among it: it is waited for
   */
  playlist(sequence?: number): Promise<MediaPlaylist | undefined>;
  /** A segment by its number; undefined if it is not there, or not any more. */
  segment(sequence: number): Promise<Uint8Array | undefined>;
  /** The viewer is gone. Calling it again does nothing. */
  leave(): void;
}
