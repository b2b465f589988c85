import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';
import type { DeliveryMode } from './row-pages.js';
import { RowPages } from './row-pages.js';

/** What a gateway says of rows, in AMF0 or AMF3. */
interface ServerInfo {
  readonly columnNames?: unknown;
  readonly initialData?: unknown;
  /** Of all rows; those that are not in `initialData` are to be asked for. */
  readonly totalCount?: unknown;
  /** Where, with `getRecords` and `release`. */
  readonly serviceName?: unknown;
  /** What the service knows these rows by. */
  readonly id?: unknown;
}

type Row = Record<string, unknown>;

/** What `getItemAt` answers of a row that has been asked for. */
const UNDER_WAY = 'in progress';

/** More are not asked for, whatever a gateway announces. */
const MAX_ROWS = 1_000_000;

/** Makes `RecordSet` global, and what gateways send under that name one: rows of a database, with their columns. */
export function defineRecordSet(runtime: AscRuntime): void {
  const ids = new WeakMap<Row, number>();
  let lastId = 0;

  class RecordSet {
    /** Set by what a gateway sends. */
    serverInfo: ServerInfo | undefined;
    #columns: string[];
    #rows: Row[] | undefined;
    /** Rows that are there, while others are at the gateway. */
    #available = 0;
    #pages: RowPages | undefined;
    readonly #views = new Set<object>();

    constructor(columns?: unknown) {
      this.#columns = Array.isArray(columns) ? columns.map(asText) : [];
    }

    get items(): Row[] {
      return this.#all;
    }

    getColumnNames(): string[] {
      void this.#all;
      return [...this.#columns];
    }

    getLength(): number {
      return this.#all.length;
    }

    getNumberAvailable(): number {
      return this.#pages === undefined ? this.#all.length : this.#available;
    }

    isFullyPopulated(): boolean {
      return this.getNumberAvailable() === this.getLength();
    }

    /** Whether it came from no gateway. */
    isLocal(): boolean {
      return this.serverInfo === undefined;
    }

    /** Null if there is none; `in progress` if the gateway has it, which is asked then. */
    getItemAt(index?: unknown): object | string | null {
      const rows = this.#all;
      const at = Number(index);
      if (!Number.isInteger(at) || at < 0 || at >= rows.length) return null;
      const row = rows[at];
      if (row === undefined) this.#pages?.wanted(at);
      return row ?? UNDER_WAY;
    }

    /** A number that no other row has, for as long as the row is there; null if it is not. */
    getItemID(index?: unknown): number | null {
      const row = this.#all[Number(index)];
      if (row === undefined) return null;
      const id = ids.get(row) ?? ++lastId;
      ids.set(row, id);
      return id;
    }

    /** `ondemand`, `fetchall` with rows of one answer, `page` with rows of a page and pages to be fetched ahead. */
    setDeliveryMode(mode?: unknown, pageSize?: unknown, prefetched?: unknown): void {
      if (mode !== 'ondemand' && mode !== 'fetchall' && mode !== 'page') {
        runtime.warn(`RecordSet.setDeliveryMode takes "ondemand", "fetchall" or "page", not ${asText(mode)}`);
        return;
      }
      void this.#all;
      this.#pages?.deliver(mode satisfies DeliveryMode, Number(pageSize), Number(prefetched));
    }

    addItem(row?: unknown): void {
      this.#edit('addItem', 'addRows', (rows) => rows.push(asRow(row)));
    }

    addItemAt(index?: unknown, row?: unknown): void {
      this.#edit('addItemAt', 'addRows', (rows) => rows.splice(Number(index), 0, asRow(row)));
    }

    removeItemAt(index?: unknown): void {
      this.#edit('removeItemAt', 'deleteRows', (rows) => rows.splice(Number(index), 1));
    }

    removeAll(): void {
      this.#edit('removeAll', 'deleteRows', (rows) => (rows.length = 0));
    }

    replaceItemAt(index?: unknown, row?: unknown): void {
      this.#edit('replaceItemAt', 'updateRows', (rows) => rows.splice(Number(index), 1, asRow(row)));
    }

    setField(index?: unknown, column?: unknown, value?: unknown): void {
      const row = this.#all[Number(index)];
      if (row === undefined) return;
      row[asText(column)] = value;
      this.#changed({ event: 'updateRows' });
    }

    /** A RecordSet of the rows that `accepts(row, context)` says true of. */
    filter(accepts?: unknown, context?: unknown): RecordSet {
      const chosen = new RecordSet(this.getColumnNames());
      // Rows that are not here yet are left out.
      this.#all.forEach((row) => {
        if (typeof accepts !== 'function' || Boolean(Reflect.apply(accepts, undefined, [row, context])))
          chosen.addItem(row);
      });
      return chosen;
    }

    sort(compare?: unknown): void {
      const order = (a: Row, b: Row): number =>
        typeof compare === 'function' ? Number(Reflect.apply(compare, undefined, [a, b])) : 0;
      this.#edit('sort', 'sort', (rows) => rows.sort(order));
    }

    sortItemsBy(column?: unknown, direction?: unknown): void {
      const name = asText(column);
      const sign = asText(direction).toUpperCase() === 'DESC' ? -1 : 1;
      this.#edit('sortItemsBy', 'sort', (rows) => rows.sort((a, b) => sign * compareFields(a[name], b[name])));
    }

    addView(view?: unknown): void {
      if (typeof view === 'object' && view !== null) this.#views.add(view);
    }

    removeView(view?: unknown): void {
      this.#views.delete(view as object);
    }

    #changed(what: Readonly<Record<string, unknown>>): void {
      for (const view of this.#views) runtime.handle(view, 'modelChanged', { ...what });
    }

    /** Not while the gateway has rows: their places would not be those that it knows. */
    #edit(method: string, event: string, change: (rows: Row[]) => unknown): void {
      if (!this.isFullyPopulated()) {
        runtime.warn(
          `RecordSet.${method} did nothing: not all rows are here yet (setDeliveryMode("fetchall") brings them)`,
        );
        return;
      }
      // From now on the places are this RecordSet's own.
      this.#pages = undefined;
      change(this.#all);
      this.#changed({ event });
    }

    /** What a gateway sent is read when it is first asked for: the object is made before its members. */
    get #all(): Row[] {
      if (this.#rows !== undefined) return this.#rows;
      const { columnNames, initialData, totalCount, serviceName, id } = this.serverInfo ?? {};
      if (Array.isArray(columnNames)) this.#columns = columnNames.map(asText);
      const given: readonly unknown[] = Array.isArray(initialData) ? initialData : [];
      const rows = given.map((fields) => this.#row(fields));
      this.#rows = rows;
      const total = Math.min(Number(totalCount), MAX_ROWS);
      const service = typeof serviceName === 'string' ? runtime.gatewayOf.get(this) : undefined;
      if (service === undefined || !(total > rows.length)) return rows;
      this.#available = rows.length;
      // Nothing is allocated by that.
      rows.length = Math.floor(total);
      this.#pages = new RowPages({
        total: rows.length,
        isThere: (index) => rows[index] !== undefined,
        ask: (from, count) => {
          this.#changed({ event: 'fetchRows', firstRow: from, lastRow: from + count - 1 });
          const responder = {
            onResult: (page: unknown) => this.#arrived(from, count, page),
            onStatus: (info: unknown) => {
              runtime.warn(`a RecordSet has no rows from ${from} on: ${describeStatus(info)}`);
              this.#pages?.answered(from, false);
            },
          };
          service.call(`${asText(serviceName)}.getRecords`, responder, [id, from + 1, count]);
        },
      });
      return rows;
    }

    /** `Page` has rows from the one on that `Cursor` counts, beginning with 1. */
    #arrived(from: number, count: number, page: unknown): void {
      const rows = this.#rows;
      if (this.#pages === undefined || rows === undefined) return;
      const found: unknown = typeof page === 'object' && page !== null ? Reflect.get(page, 'Page') : undefined;
      const given: readonly unknown[] = Array.isArray(found) ? found.slice(0, count) : [];
      given.forEach((fields, i) => {
        if (from + i >= rows.length || rows[from + i] !== undefined) return;
        rows[from + i] = this.#row(fields);
        this.#available++;
      });
      this.#pages.answered(from, given.length > 0);
      if (given.length === 0) return;
      this.#changed({ event: 'updateRows', firstRow: from, lastRow: from + given.length - 1 });
      if (this.isFullyPopulated()) this.#complete();
    }

    #complete(): void {
      const { serviceName, id } = this.serverInfo ?? {};
      runtime.gatewayOf.get(this)?.call(`${asText(serviceName)}.release`, undefined, [id]);
      this.#changed({ event: 'allRows' });
    }

    #row(fields: unknown): Row {
      const list: readonly unknown[] = Array.isArray(fields) ? fields : [];
      return Object.fromEntries(this.#columns.map((name, i) => [name, list[i]]));
    }
  }
  runtime.defineValueClass('RecordSet', RecordSet);
  const made = Reflect.get(globalThis, 'RecordSet') as new () => object;
  runtime.values.registerClass('RecordSet', made);
}

function describeStatus(info: unknown): string {
  const text: unknown = typeof info === 'object' && info !== null ? Reflect.get(info, 'description') : undefined;
  return text === undefined ? 'the gateway failed' : asText(text);
}

function asRow(row: unknown): Row {
  return typeof row === 'object' && row !== null ? (row as Row) : {};
}

function compareFields(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [first, second] = [asText(a), asText(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
