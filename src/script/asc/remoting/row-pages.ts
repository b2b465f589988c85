/** How rows come that the gateway keeps: one when it is asked for, all, or some with those around it. */
export type DeliveryMode = 'ondemand' | 'fetchall' | 'page';

/** What rows are there, and what asks the gateway for others. */
export interface RowSource {
  /** As the gateway said. */
  readonly total: number;
  isThere(index: number): boolean;
  /** Rows from an index on. {@link RowPages.answered} is called when they are there, or will not be. */
  ask(from: number, count: number): void;
}

const DEFAULT_PAGE = 25;

/** Decides which rows of a pageable RecordSet are asked for. Indexes begin with 0. */
export class RowPages {
  #mode: DeliveryMode = 'ondemand';
  #pageSize = DEFAULT_PAGE;
  #prefetched = 0;
  /** What is under way. */
  #asked: { readonly from: number; readonly count: number }[] = [];
  /** Of {@link RowSource.isThere}: all rows before are there. */
  #begin = 0;

  constructor(private readonly source: RowSource) {}

  /**
   * @param pageSize rows; of `fetchall` those of one answer, all of them if it is not said
   * @param prefetched pages behind the one that is asked for
   */
  deliver(mode: DeliveryMode, pageSize: number, prefetched: number): void {
    this.#mode = mode;
    this.#pageSize = pageSize >= 1 ? Math.floor(pageSize) : mode === 'fetchall' ? this.source.total : DEFAULT_PAGE;
    this.#prefetched = prefetched >= 0 ? Math.floor(prefetched) : 0;
    if (mode === 'fetchall') this.#fetchNext();
  }

  /** A row is asked for that is not there. */
  wanted(index: number): void {
    // With `fetchall` it is on its way.
    if (this.#mode === 'fetchall') return;
    if (this.#mode === 'ondemand') return this.#ask(index, 1);
    const size = this.#pageSize;
    const first = index - (index % size);
    for (let page = 0; page <= this.#prefetched && first + page * size < this.source.total; page++) {
      const end = Math.min(first + (page + 1) * size, this.source.total);
      const from = this.#missing(first + page * size, end);
      if (from < end) this.#ask(from, end - from);
    }
  }

  /** @param isGood else nothing is asked for by itself any more */
  answered(from: number, isGood: boolean): void {
    this.#asked = this.#asked.filter((range) => range.from !== from);
    if (!isGood) this.#mode = 'ondemand';
    else if (this.#mode === 'fetchall') this.#fetchNext();
  }

  #fetchNext(): void {
    if (this.#asked.length > 0) return;
    this.#begin = this.#missing(this.#begin, this.source.total);
    if (this.#begin < this.source.total)
      this.#ask(this.#begin, Math.min(this.#pageSize, this.source.total - this.#begin));
  }

  /** The first row that is not there; `end` if all are. */
  #missing(from: number, end: number): number {
    let index = from;
    while (index < end && this.source.isThere(index)) index++;
    return index;
  }

  #ask(from: number, count: number): void {
    if (this.#asked.some((range) => from >= range.from && from < range.from + range.count)) return;
    this.#asked.push({ from, count });
    this.source.ask(from, count);
  }
}
