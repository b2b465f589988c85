import type { SampleList } from './sample-list.js';

/** A place in the order of a movie: of each track the index of the sample that comes next. */
export type Cursor = number[];

/**
 * The samples of all tracks in one order: by time, and at the same time by track. A sample is named by its number in
 * that order, which is found without a list of it.
 */
export class SampleOrder {
  constructor(readonly tracks: readonly SampleList[]) {}

  get length(): number {
    return this.tracks.reduce((sum, { length }) => sum + length, 0);
  }

  /** The number of a sample of a track. */
  numberOf(track: number, index: number): number {
    const time = this.tracks[track]!.times.at(index);
    return this.tracks.reduce((sum, { times }, other) => {
      if (other === track) return sum + index;
      return sum + times.lowerBound(other < track ? time + 1 : time);
    }, 0);
  }

  /** The place before the nth sample, 0 to {@link length}. */
  locate(number: number): Cursor {
    const time = this.#timeOf(number);
    const cursor = this.tracks.map(({ times }) => times.lowerBound(time));
    let left = number - cursor.reduce((sum, index) => sum + index, 0);
    for (let track = 0; left > 0 && track < this.tracks.length; track++) {
      const here = Math.min(left, this.tracks[track]!.times.lowerBound(time + 1) - cursor[track]!);
      cursor[track]! += here;
      left -= here;
    }
    return cursor;
  }

  /** The track whose sample comes next at a place; undefined at the end. */
  next(cursor: Cursor): number | undefined {
    let first: number | undefined;
    let earliest = Infinity;
    for (let track = 0; track < this.tracks.length; track++) {
      const { times } = this.tracks[track]!;
      const index = cursor[track]!;
      if (index >= times.length || times.at(index) >= earliest) continue;
      earliest = times.at(index);
      first = track;
    }
    return first;
  }

  /** The latest time before which there are no more than `number` samples. */
  #timeOf(number: number): number {
    let low = 0;
    let high = 2 ** 32;
    while (low + 1 < high) {
      const middle = Math.floor((low + high) / 2);
      const before = this.tracks.reduce((sum, { times }) => sum + times.lowerBound(middle), 0);
      if (before <= number) low = middle;
      else high = middle;
    }
    return low;
  }
}
