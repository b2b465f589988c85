import type { MediaReport } from '../media/media-report.js';
import type { MediaSource } from '../media/media-source.js';

/** A file that was read once, to be put into another container. */
export interface RemuxInput {
  readonly report: MediaReport;
  readonly source: MediaSource;
}

/** How media is put into another container. */
export interface RemuxOptions {
  /** What is there may be replaced. */
  readonly replaces: boolean;
  /** Told now and then how many milliseconds of media were written. */
  readonly onProgress?: (time: number) => void;
  readonly signal?: AbortSignal;
}
