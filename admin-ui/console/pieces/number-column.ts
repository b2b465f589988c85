import { formatBitrate, formatBytes, formatCount } from '../../parts/quantities.js';
import type { GridColumn } from './grid-column.js';

type Head<Row> = Pick<GridColumn<Row>, 'id' | 'title' | 'width' | 'expendable'>;
type NumberOf<Row> = (row: Row) => number;

/** A column of how many there are. */
export function countColumn<Row>(head: Head<Row>, of: NumberOf<Row>): GridColumn<Row> {
  return numberColumn(head, of, formatCount);
}

/** A column of bytes. */
export function bytesColumn<Row>(head: Head<Row>, of: NumberOf<Row>): GridColumn<Row> {
  return numberColumn(head, of, formatBytes);
}

/** A column of bytes per second. */
export function bitrateColumn<Row>(head: Head<Row>, of: NumberOf<Row>): GridColumn<Row> {
  return numberColumn(head, of, formatBitrate);
}

function numberColumn<Row>(head: Head<Row>, of: NumberOf<Row>, format: (value: number) => string): GridColumn<Row> {
  return { ...head, end: true, sortBy: of, cell: (row) => format(of(row)) };
}
