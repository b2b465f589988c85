import type { RecordEnd } from './recording-facts.js';

/** How a recording ended: as somebody wished, at one of its bounds, or because something went wrong. */
export type RecordingResult = 'finished' | 'bounded' | 'failed';

const RESULTS: Readonly<Record<RecordEnd, RecordingResult>> = {
  unpublished: 'finished',
  stopped: 'finished',
  limit: 'bounded',
  quota: 'bounded',
  'disk-full': 'bounded',
  'too-slow': 'failed',
  failed: 'failed',
};

export interface RecordingTotalsSnapshot {
  /** Recordings that run now. */
  readonly active: number;
  /** Of media, of those that ended too. */
  readonly bytes: number;
  readonly ended: Readonly<Record<RecordingResult, number>>;
}

/** Counters of the recordings of an application. */
export class RecordingTotals {
  readonly #active = new Set<{ readonly bytes: number }>();
  readonly #ended: Record<RecordingResult, number> = { finished: 0, bounded: 0, failed: 0 };
  #bytes = 0;

  /** From now on what is recorded counts. */
  began(recording: { readonly bytes: number }): void {
    this.#active.add(recording);
  }

  ended(recording: { readonly bytes: number }, why: RecordEnd): void {
    if (!this.#active.delete(recording)) return;
    this.#bytes += recording.bytes;
    this.#ended[RESULTS[why]]++;
  }

  get snapshot(): RecordingTotalsSnapshot {
    let bytes = this.#bytes;
    for (const recording of this.#active) bytes += recording.bytes;
    return { active: this.#active.size, bytes, ended: { ...this.#ended } };
  }
}
