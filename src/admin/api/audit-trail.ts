import type { Clock } from '../../time/clock.js';
import type { AuditEntry } from './schema/logs.js';

/** Entries that are kept in memory; the file has more. */
const MAX_ENTRIES = 1000;

/** Who changed what: the newest entries, for the console. */
export class AuditTrail {
  readonly #entries: AuditEntry[] = [];
  #dropped = 0;

  /** @param written hears of every entry, to write it down and tell of it */
  constructor(
    private readonly clock: Clock,
    private readonly written: (entry: AuditEntry, status: number) => void,
  ) {}

  /** @param status as HTTP numbers what came of it */
  record(entry: Omit<AuditEntry, 'at'>, status: number): void {
    const complete = { at: this.clock.date(), ...entry };
    this.#entries.push(complete);
    if (this.#entries.length > MAX_ENTRIES) {
      this.#entries.shift();
      this.#dropped++;
    }
    this.written(complete, status);
  }

  /** The newest first. @param cursor `next` of the page before */
  page(limit: number, cursor: string | undefined, search = ''): { items: AuditEntry[]; next?: string } {
    const wanted = search.toLowerCase();
    let at = cursor === undefined ? this.#entries.length - 1 : Number(cursor) - this.#dropped;
    const items: AuditEntry[] = [];
    for (; at >= 0 && items.length < limit; at--) {
      const entry = this.#entries[at];
      if (entry !== undefined && JSON.stringify(entry).toLowerCase().includes(wanted)) items.push(entry);
    }
    return { items, ...(at >= 0 ? { next: String(at + this.#dropped) } : {}) };
  }
}
