/** What an MP4 file may cost. Durations in milliseconds, sizes in bytes. */
export interface Mp4Options {
  /** The largest header of a movie or of a fragment (moov, moof). */
  readonly maxHeaderSize: number;
  /** Samples of all tracks. */
  readonly maxSamples: number;
  /** Memory for where the samples of a file that is played are, 10 to 20 bytes for each: seven million of them, or more. */
  readonly maxTableMemory: number;
  /** Boxes that are looked at from outside, fragments among them. */
  readonly maxBoxes: number;
  /** The largest gap between samples that is read with them rather than stepped over. */
  readonly maxReadGap: number;
  /** How far one track of a fragmented file waits for another that has nothing more. */
  readonly maxTrackLag: number;
  /** Awaited every few milliseconds while the header of a long file is read: gives others a turn. */
  readonly pause: () => Promise<void>;
}

export const defaultMp4Options: Mp4Options = {
  maxHeaderSize: 64 * 1024 * 1024,
  maxSamples: 20_000_000,
  maxTableMemory: 128 * 1024 * 1024,
  maxBoxes: 1_000_000,
  maxReadGap: 64 * 1024,
  maxTrackLag: 10_000,
  pause: () => Promise.resolve(),
};
