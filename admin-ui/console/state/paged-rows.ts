import { batch, signal } from '@preact/signals';
import { ApiProblem } from './api-problem.js';

const PAGE = 200;
/** With all pages wanted, a greater one saves round trips. */
const WHOLE_PAGE = 1000;

/** A part of a list. Those that grow at their beginning do not say how long they are. */
export interface RowPage<Row> {
  readonly items: readonly Row[];
  readonly total?: number | undefined;
  readonly next?: string | undefined;
}

export type LoadPage<Row> = (limit: number, cursor: string | undefined, signal: AbortSignal) => Promise<RowPage<Row>>;

/**
 * A long list of the server, of which only the pages that are seen are asked for again and again. What was loaded
 * stays until there is something newer, so that nothing flickers.
 */
export class PagedRows<Row> {
  readonly total = signal<number | undefined>(undefined);
  readonly problem = signal<ApiProblem | undefined>(undefined);
  /** Counts what came: whoever reads it is told of every change. */
  readonly revision = signal(0);
  #rows: Row[] = [];
  /** Where page n begins; undefined for the first. */
  readonly #cursors: (string | undefined)[] = [undefined];
  #seen = { first: 0, last: 0 };

  /** @param whole all rows are wanted, to be sorted here */
  constructor(
    private readonly load: LoadPage<Row>,
    private readonly whole = false,
  ) {}

  at(index: number): Row | undefined {
    return this.#rows[index];
  }

  /** Those that are loaded. */
  get loaded(): readonly Row[] {
    return this.#rows;
  }

  /** Rows `first` up to `last` are looked at from now on; true if some of them are not loaded. */
  look(first: number, last: number): boolean {
    this.#seen = { first, last };
    if (this.total.peek() === undefined) return false;
    for (let index = first; index < last; index++) if (this.#rows[index] === undefined) return true;
    return false;
  }

  /** Asks for what is seen, and tells whoever listens. Throws nothing. */
  async round(signal: AbortSignal): Promise<void> {
    try {
      if (this.whole) await this.#loadAll(signal);
      else await this.#loadSeen(signal);
      if (!signal.aborted) this.problem.value = undefined;
    } catch (error) {
      if (!signal.aborted) this.problem.value = ApiProblem.of(error);
    }
  }

  async #loadAll(signal: AbortSignal): Promise<void> {
    const rows: Row[] = [];
    let cursor: string | undefined;
    do {
      const page: RowPage<Row> = await this.load(WHOLE_PAGE, cursor, signal);
      rows.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    if (!signal.aborted) this.#take(rows, rows.length);
  }

  async #loadSeen(signal: AbortSignal): Promise<void> {
    const first = Math.floor(this.#seen.first / PAGE);
    const last = Math.floor(Math.max(0, this.#seen.last - 1) / PAGE);
    let rows = [...this.#rows];
    let total = this.total.peek() ?? 0;
    // Pages before the first that is seen are only asked for while it is not known where that begins.
    for (let page = Math.min(first, this.#cursors.length - 1); page <= last; page++) {
      const { items, next, total: told } = await this.load(PAGE, this.#cursors[page], signal);
      if (signal.aborted) return;
      const end = page * PAGE + items.length;
      // Where the list has moved, what was known of it from here on is not true any more.
      if (next !== this.#cursors[page + 1]) {
        rows = rows.slice(0, page * PAGE);
        this.#cursors.length = page + 1;
        if (next !== undefined) this.#cursors.push(next);
      }
      items.forEach((row, index) => (rows[page * PAGE + index] = row));
      // Of a list that does not say how long it is, one row more than is known stands at the end, until it is seen.
      total = next === undefined ? end : (told ?? Math.max(rows.length, end) + 1);
      if (next === undefined) {
        rows.length = end;
        break;
      }
    }
    this.#take(rows, total);
  }

  #take(rows: Row[], total: number): void {
    this.#rows = rows;
    batch(() => {
      this.total.value = total;
      this.revision.value++;
    });
  }
}
