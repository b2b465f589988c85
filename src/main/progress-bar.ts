/** Where a bar is drawn: standard error, as the output of a command may go elsewhere. */
export interface ProgressTarget {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const WIDTH = 24;
/** Milliseconds from one drawing to the next. */
const PACE = 100;
const CLEAR = '\r\u001b[K';

/** How far work has come, on one line of a terminal that disappears at the end. On a pipe there is none. */
export class ProgressBar {
  #drawn = -Infinity;
  #label = '';
  #isVisible = false;

  constructor(
    private readonly target: ProgressTarget = process.stderr,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Something else is worked on from now on. */
  label(label: string): void {
    this.#label = label;
    this.#drawn = -Infinity;
  }

  /** @param part of the work that is done, 0 to 1 */
  show(part: number): void {
    const { target } = this;
    if (target.isTTY !== true || this.now() - this.#drawn < PACE) return;
    this.#drawn = this.now();
    this.#isVisible = true;
    const done = Math.min(Math.max(part, 0), 1);
    const full = Math.round(done * WIDTH);
    const bar = `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${String(Math.floor(done * 100)).padStart(3)} %`;
    const room = Math.max(0, (target.columns ?? 80) - bar.length - 2);
    target.write(`${CLEAR}${bar} ${this.#label.slice(0, room)}`);
  }

  /** Takes the line away, to write something else there. */
  clear(): void {
    if (this.#isVisible) this.target.write(CLEAR);
    this.#isVisible = false;
    this.#drawn = -Infinity;
  }
}
