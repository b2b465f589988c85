import { describe, expect, it } from 'vitest';
import type { GridColumn } from '../../../admin-ui/console/pieces/grid-column.js';
import { columnsThatFit, sorted, templateOf } from '../../../admin-ui/console/pieces/grid-column.js';

interface Row {
  readonly name: string;
  readonly size: number;
}

const columns: readonly GridColumn<Row>[] = [
  { id: 'name', title: 'Name', width: 100, grow: 2, sortBy: (row) => row.name, cell: (row) => row.name },
  { id: 'size', title: 'Size', width: 50, expendable: 2, sortBy: (row) => row.size, cell: (row) => row.size },
  { id: 'state', title: 'State', width: 50, cell: () => '' },
  { id: 'age', title: 'Age', width: 50, expendable: 1, cell: () => '' },
];

describe('the columns of a grid', () => {
  it.each([
    [250, ['name', 'size', 'state', 'age']],
    [249, ['name', 'state', 'age']],
    [199, ['name', 'state']],
    [10, ['name', 'state']],
  ])('that fit into %d pixels', (width, names) => {
    expect(columnsThatFit(columns, width).map(({ id }) => id)).toEqual(names);
  });

  it('share what is left over', () => {
    expect(templateOf(columns.slice(0, 2))).toBe('minmax(100px, 2fr) 50px');
  });
});

describe('the rows of a grid', () => {
  const rows: readonly Row[] = [
    { name: 'camera10', size: 2 },
    { name: 'Camera2', size: 10 },
    { name: 'b', size: 2 },
  ];
  const names = (column: string, down: boolean) => sorted(rows, columns, { column, down }).map(({ name }) => name);

  it('are sorted as people count', () => {
    expect(names('name', false)).toEqual(['b', 'Camera2', 'camera10']);
  });

  it('keep their order where they are equal, either way', () => {
    expect(names('size', false)).toEqual(['camera10', 'b', 'Camera2']);
    expect(names('size', true)).toEqual(['Camera2', 'camera10', 'b']);
  });

  it.each(['state', 'nothing'])('stay as they are by %s, which cannot be sorted by', (column) => {
    expect(sorted(rows, columns, { column, down: true })).toBe(rows);
  });
});
