import type { ComponentChildren } from 'preact';

/** A column of a {@link DataGrid}. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Pixels that it needs at least. */
  readonly width: number;
  /** Its part of the room that is left over; 0 if left out. */
  readonly grow?: number;
  /** Numbers stand at the end. */
  readonly end?: boolean;
  /** Where there is too little room, columns with a greater number go first; those with none stay. */
  readonly expendable?: number;
  /** What the column is sorted by; it cannot be if that is left out. */
  sortBy?(row: Row): string | number;
  cell(row: Row): ComponentChildren;
}

export interface Sorting {
  readonly column: string;
  readonly down: boolean;
}

/** Those columns that there is room for in `width` pixels, in their order. */
export function columnsThatFit<Row>(columns: readonly GridColumn<Row>[], width: number): readonly GridColumn<Row>[] {
  const left = [...columns];
  const expendable = columns
    .filter((column) => column.expendable !== undefined)
    .sort((a, b) => b.expendable! - a.expendable!);
  for (const column of expendable) {
    if (left.reduce((sum, each) => sum + each.width, 0) <= width) break;
    left.splice(left.indexOf(column), 1);
  }
  return left;
}

/** The `grid-template-columns` of them. */
export function templateOf<Row>(columns: readonly GridColumn<Row>[]): string {
  return columns.map(({ width, grow = 0 }) => (grow === 0 ? `${width}px` : `minmax(${width}px, ${grow}fr)`)).join(' ');
}

/** The rows in the order that is wanted; equal ones stay as they were. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sorting?.column);
  if (sorting === undefined || column?.sortBy === undefined) return rows;
  const direction = sorting.down ? -1 : 1;
  return rows
    .map((row) => ({ row, key: column.sortBy!(row) }))
    .sort((a, b) => direction * compare(a.key, b.key))
    .map(({ row }) => row);
}

const text = new Intl.Collator('en', { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : text.compare(String(a), String(b));
}
