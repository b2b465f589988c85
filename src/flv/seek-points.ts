import type { RecordedKeyFrame } from './recording-metadata.js';

const MAX_POINTS = 262_144;

/** Places from which a file can be played: ever wider apart the more there are, so that their number is bounded. */
export class SeekPoints {
  #list: RecordedKeyFrame[] = [];
  #spacing: number;
  #isComplete = true;

  /** @param spacing milliseconds from one to the next, at least */
  constructor(
    spacing: number,
    private readonly most = MAX_POINTS,
  ) {
    this.#spacing = spacing;
  }

  /** In the order of the file; times do not step back. */
  get list(): readonly RecordedKeyFrame[] {
    return this.#list;
  }

  /** None was left out. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  add(point: RecordedKeyFrame): void {
    const last = this.#list.at(-1);
    if (last !== undefined && point.time < last.time + this.#spacing) {
      this.#isComplete = false;
      return;
    }
    this.#list.push(point);
    if (this.#list.length > this.most) this.#thin();
  }

  #thin(): void {
    const [first, last] = [this.#list[0]!, this.#list.at(-1)!];
    this.#list = this.#list.filter((_, index) => index % 2 === 0);
    this.#spacing = Math.max(1, this.#spacing, Math.ceil((2 * (last.time - first.time)) / this.most));
    this.#isComplete = false;
  }
}
