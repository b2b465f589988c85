import { asText } from '../as-text.js';
import type { AscRuntime } from '../asc-runtime.js';

/** What a gateway says of rows, in AMF0 or AMF3. */
interface ServerInfo {
  readonly columnNames?: unknown;
  readonly initialData?: unknown;
}

type Row = Record<string, unknown>;

/** Makes `RecordSet` global, and what gateways send under that name one: rows of a database, with their columns. */
export function defineRecordSet(runtime: AscRuntime): void {
  class RecordSet {
    /** Set by what a gateway sends. */
    serverInfo: ServerInfo | undefined;
    #columns: string[];
    #rows: Row[] | undefined;
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
      return this.#all.length;
    }

    isFullyPopulated(): boolean {
      return true;
    }

    /** Null if there is none. */
    getItemAt(index?: unknown): object | null {
      return this.#all[Number(index)] ?? null;
    }

    addItem(row?: unknown): void {
      this.#all.push(asRow(row));
      this.#changed('addRows');
    }

    addItemAt(index?: unknown, row?: unknown): void {
      this.#all.splice(Number(index), 0, asRow(row));
      this.#changed('addRows');
    }

    removeItemAt(index?: unknown): void {
      this.#all.splice(Number(index), 1);
      this.#changed('deleteRows');
    }

    removeAll(): void {
      this.#all.length = 0;
      this.#changed('deleteRows');
    }

    replaceItemAt(index?: unknown, row?: unknown): void {
      this.#all.splice(Number(index), 1, asRow(row));
      this.#changed('updateRows');
    }

    setField(index?: unknown, column?: unknown, value?: unknown): void {
      const row = this.#all[Number(index)];
      if (row === undefined) return;
      row[asText(column)] = value;
      this.#changed('updateRows');
    }

    /** A RecordSet of the rows that `accepts(row, context)` says true of. */
    filter(accepts?: unknown, context?: unknown): RecordSet {
      const chosen = new RecordSet(this.getColumnNames());
      for (const row of this.#all) {
        if (typeof accepts !== 'function' || Boolean(Reflect.apply(accepts, undefined, [row, context])))
          chosen.addItem(row);
      }
      return chosen;
    }

    sort(compare?: unknown): void {
      this.#all.sort((a, b) => (typeof compare === 'function' ? Number(Reflect.apply(compare, undefined, [a, b])) : 0));
      this.#changed('sort');
    }

    sortItemsBy(column?: unknown, direction?: unknown): void {
      const name = asText(column);
      const sign = asText(direction).toUpperCase() === 'DESC' ? -1 : 1;
      this.#all.sort((a, b) => sign * compareFields(a[name], b[name]));
      this.#changed('sort');
    }

    addView(view?: unknown): void {
      if (typeof view === 'object' && view !== null) this.#views.add(view);
    }

    removeView(view?: unknown): void {
      this.#views.delete(view as object);
    }

    #changed(event: string): void {
      for (const view of this.#views) runtime.handle(view, 'modelChanged', { event });
    }

    /** What a gateway sent is read when it is first asked for: the object is made before its members. */
    get #all(): Row[] {
      if (this.#rows !== undefined) return this.#rows;
      const { columnNames, initialData } = this.serverInfo ?? {};
      if (Array.isArray(columnNames)) this.#columns = columnNames.map(asText);
      const rows: readonly unknown[] = Array.isArray(initialData) ? initialData : [];
      this.#rows = rows.map((fields) => {
        const list: readonly unknown[] = Array.isArray(fields) ? fields : [];
        return Object.fromEntries(this.#columns.map((name, i) => [name, list[i]]));
      });
      return this.#rows;
    }
  }
  runtime.defineValueClass('RecordSet', RecordSet);
  const made = Reflect.get(globalThis, 'RecordSet') as new () => object;
  runtime.values.registerClass('RecordSet', made);
}

function asRow(row: unknown): Row {
  return typeof row === 'object' && row !== null ? (row as Row) : {};
}

function compareFields(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [first, second] = [asText(a), asText(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
