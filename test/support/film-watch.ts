import type { FakeSource } from './fake-source.js';
import { classify } from '../../src/media/classify.js';
import { describeMedia } from './media-payloads.js';

/**
 * Watches that a player without seek frames gets, from each start on, exactly the frames of a file in their order,
 * beginning with a key frame. Files of the same content, labelled `a-` and `b-`, may be switched between.
 */
export class FilmWatch {
  readonly broken: string[] = [];
  /** Frames that came, and how often one began anew. */
  frames = 0;
  starts = 0;
  readonly #order: readonly string[];
  #file = '';
  #next: number | undefined;

  constructor(film: FakeSource) {
    const frames = film.messages.filter((message) => classify(message).isFrame);
    this.#order = frames.map(({ kind, payload }) => withoutFile(describeMedia(kind, payload)));
  }

  hear(lines: readonly string[]): void {
    for (const line of lines) this.#hear(line);
  }

  #hear(line: string): void {
    if (line.endsWith(' empty')) this.#starts();
    else if (line.includes('TransitionComplete')) this.#file = '';
    else if (/^(?:audio|video)@\d+ \d+ (?:key|inter|frame) /.test(line)) this.#frame(line);
  }

  #starts(): void {
    this.starts++;
    this.#next = undefined;
    this.#file = '';
  }

  #frame(line: string): void {
    const frame = line.split(' ').slice(2).join(' ');
    const file = / (\w)-/.exec(frame)![1]!;
    const place = this.#order.indexOf(withoutFile(frame));
    const isKey = frame.startsWith('key ');
    if (this.#file === '' && !isKey) this.broken.push(`begins without a key frame: ${line}`);
    else if (this.#file !== '' && this.#file !== file) this.broken.push(`of another file: ${line}`);
    if (this.#next !== undefined && place !== this.#next) {
      this.broken.push(`${line} instead of ${this.#order[this.#next] ?? 'nothing'}`);
    }
    this.#file = file;
    this.#next = place + 1;
    this.frames++;
  }
}

/** A frame is the same in all files of the same content. */
function withoutFile(frame: string): string {
  return frame.replace(/ \w-/, ' ');
}
