import type { ScriptLogLine } from '../protocol/script-messages.js';
import { TokenBucket } from '../../time/token-bucket.js';

/** Lines that a script may log in a second. */
const LINES_PER_SECOND = 500;
const MAX_LENGTH = 16 * 1024;

/** Keeps a script from filling the log: so many lines a second, and no longer ones than a person reads. */
export class LogBound {
  readonly #bucket: TokenBucket;
  #leftOut = 0;

  constructor(
    private readonly write: (line: ScriptLogLine) => void,
    private readonly now: () => number,
  ) {
    this.#bucket = new TokenBucket(LINES_PER_SECOND, now());
  }

  log(line: ScriptLogLine): void {
    if (!this.#bucket.tryTake(1, this.now())) {
      this.#leftOut++;
      return;
    }
    this.#tellLeftOut();
    const { text } = line;
    this.write(text.length <= MAX_LENGTH ? line : { ...line, text: `${text.slice(0, MAX_LENGTH)} …` });
  }

  #tellLeftOut(): void {
    if (this.#leftOut === 0) return;
    const text = `${this.#leftOut} lines were left out: the script logs more than ${LINES_PER_SECOND} a second`;
    this.#leftOut = 0;
    this.write({ level: 'warning', text });
  }
}
