import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import { fromBase } from './flv-timeline.js';
import type { RecordedKeyFrame } from './recording-metadata.js';

/** Milliseconds that an index may be off. */
const TOLERANCE = 1000;

/** Compares the key frames that onMetaData lists with those of the file. */
export class ToldIndexCheck {
  readonly #told: ReadonlyMap<number, number>;
  #right = 0;

  /** @param base timestamp with which the media begins: some list times from there */
  constructor(
    told: readonly RecordedKeyFrame[],
    private readonly base: number,
  ) {
    this.#told = new Map(told.map(({ offset, time }) => [offset, time]));
  }

  get count(): number {
    return this.#told.size;
  }

  /** Of those that are listed, how many are no key frames where they should be. */
  get wrong(): number {
    return this.#told.size - this.#right;
  }

  /** Takes the next tag. The place of a sequence header before a key frame is right too: players want it first. */
  accept(message: MediaMessage, offset: number): void {
    const time = this.#told.get(offset);
    if (time === undefined || message.kind !== 'video') return;
    const { isKeyFrame, isSequenceHeader } = classify(message);
    const { timestamp } = message;
    const isTime = [timestamp, fromBase(timestamp, this.base)].some((real) => Math.abs(real - time) <= TOLERANCE);
    if (isSequenceHeader || (isKeyFrame && isTime)) this.#right++;
  }
}
