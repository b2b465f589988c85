import type { Sample } from './sample-list.js';

/** Turns the ticks of a track into the times that samples are kept with. */
export interface SampleClock {
  time(ticks: number): number;
}

/** Whoever is given the samples of a track, in decoding order. */
export interface SampleSink {
  /** When the last sample ends. */
  end: number;
  add(sample: Sample): void;
  /** No more samples are expected. */
  trim(): void;
}
