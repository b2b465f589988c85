import { batch, signal } from '@preact/signals';
import type { LogLine, LogPage } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from './api-problem.js';
import { addressOf, get } from './api.js';

const PAGE = 300;
/** Lines that are kept here; the server has those before. */
const MOST = 5000;

/** The lines of the log of one level that contain a text: those there are, and those that come. */
export class LogLines {
  /** The newest first. */
  readonly lines = signal<readonly LogLine[]>([]);
  readonly problem = signal<ApiProblem | undefined>(undefined);
  /** New lines are kept back. */
  readonly paused = signal(false);
  /** How many are. */
  readonly held = signal(0);
  #new: LogLine[] = [];
  #next: string | undefined;
  #source: EventSource | undefined;
  #frame: number | undefined;
  #atTop = true;
  readonly #stopping = new AbortController();
  #older = false;

  constructor(
    private readonly level: LogLine['level'],
    private readonly search: string,
  ) {}

  start(): void {
    this.#source = new EventSource(addressOf(['events'], { types: 'log', level: this.level }));
    this.#source.addEventListener('log', (event: MessageEvent<string>) =>
      this.#take(JSON.parse(event.data) as LogLine),
    );
    void this.#load(undefined);
  }

  stop(): void {
    this.#source?.close();
    this.#stopping.abort();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  /** Rows `first` to `last` are looked at: further down nothing moves, and at the end older lines are loaded. */
  look(first: number, last: number): void {
    this.#atTop = first === 0;
    if (last >= this.lines.value.length && this.#next !== undefined && !this.#older) void this.#load(this.#next);
  }

  /** Shows what was kept back. */
  release(): void {
    const known = new Set(
      this.lines
        .peek()
        .slice(0, PAGE)
        .map(({ id }) => id),
    );
    const fresh = this.#new.filter(({ id }) => !known.has(id));
    this.#new = [];
    batch(() => {
      this.held.value = 0;
      this.lines.value = [...fresh.reverse(), ...this.lines.peek()].slice(0, MOST);
    });
  }

  #take(line: LogLine): void {
    if (!this.#matches(line)) return;
    this.#new = [...this.#new.slice(-MOST), line];
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.paused.peek() || !this.#atTop) this.held.value = this.#new.length;
      else this.release();
    });
  }

  #matches({ message, fields }: LogLine): boolean {
    return (
      this.search === '' || `${message} ${JSON.stringify(fields)}`.toLowerCase().includes(this.search.toLowerCase())
    );
  }

  async #load(cursor: string | undefined): Promise<void> {
    this.#older = true;
    try {
      const query = { level: this.level, search: this.search, limit: PAGE, cursor };
      const page = await get<LogPage>(['logs'], query, this.#stopping.signal);
      const known = new Set(this.lines.peek().map(({ id }) => id));
      const more = page.items.filter(({ id }) => !known.has(id));
      this.#next = page.next;
      this.lines.value = [...this.lines.peek(), ...more].sort((a, b) => b.id - a.id);
      this.problem.value = undefined;
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.problem.value = ApiProblem.of(error);
    }
    this.#older = false;
  }
}
