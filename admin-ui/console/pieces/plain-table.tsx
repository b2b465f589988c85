import type { ComponentChildren, VNode } from 'preact';

/** A column of a {@link PlainTable}. */
export interface PlainColumn<Row> {
  /** On a phone it stands before each value. */
  readonly title: string;
  /**
   * - `name`: what the row is about
   * - `count`: numbers, which stand at the end
   * - `tools`: buttons, whose title nobody needs to see
   */
  readonly kind?: 'name' | 'count' | 'tools';
  readonly mono?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

interface Props<Row> {
  readonly columns: readonly PlainColumn<Row>[];
  /** Undefined while they are asked for. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row, index: number) => string | number;
  /** What stands there if there is no row. */
  readonly none?: ComponentChildren;
}

/** A short list, all of which is there at once. */
export function PlainTable<Row>({ columns, rows, keyOf, none }: Props<Row>): VNode | null {
  if (rows === undefined) return null;
  if (rows.length === 0) return none === undefined ? null : <p class="soft">{none}</p>;
  return (
    <table class="plain">
      <thead>
        <tr>
          {columns.map(({ title, kind }) => (
            <th key={title} scope="col" class={kind === 'count' ? 'end' : undefined}>
              {kind === 'tools' ? <span class="unseen">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            {columns.map((column) => (
              <PlainCell key={column.title} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PlainCell<Row>({ column, row }: { readonly column: PlainColumn<Row>; readonly row: Row }): VNode {
  const { title, kind, mono, cell } = column;
  const look = mono === true ? 'mono wrap' : 'wrap';
  switch (kind) {
    case 'name':
      return (
        <th scope="row" class={look}>
          {cell(row)}
        </th>
      );
    case 'tools':
      return <td class="tools">{cell(row)}</td>;
    default:
      return (
        <td class={kind === 'count' ? 'end' : look} data-title={title}>
          {cell(row)}
        </td>
      );
  }
}
