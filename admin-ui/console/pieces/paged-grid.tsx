import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { LoadPage } from '../state/paged-rows.js';
import { PagedRows } from '../state/paged-rows.js';
import { Rounds } from '../state/rounds.js';
import { formatCounted } from '../../parts/quantities.js';
import { DataGrid } from './data-grid.js';
import type { GridColumn, Sorting } from './grid-column.js';
import { sorted } from './grid-column.js';
import { ProblemNote } from './problem-note.js';

/** Milliseconds between two looks at what is seen, and at all of it. */
const EVERY = 2000;
const EVERY_WHOLE = 6000;

interface Props<Row> {
  readonly label: string;
  /** What one row is: `client`. */
  readonly one: string;
  /** Names what is listed: another one starts anew. */
  readonly source: string;
  readonly load: LoadPage<Row>;
  readonly columns: readonly GridColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly open?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  readonly empty: ComponentChildren;
  /** Changes when the list is to be asked for at once. */
  readonly asOf?: number;
}

/** A list of the server that keeps itself up to date. As long as it is not sorted, only what is seen is asked for. */
export function PagedGrid<Row>(props: Props<Row>): VNode {
  const { columns, source, load } = props;
  const sorting = useSignal<Sorting | undefined>(undefined);
  const whole = sorting.value !== undefined;
  const { rows, rounds } = useMemo(() => {
    const rows = new PagedRows(load, whole);
    return { rows, rounds: new Rounds((stopped) => rows.round(stopped), whole ? EVERY_WHOLE : EVERY) };
  }, [source, whole]);
  useEffect(() => {
    rounds.start();
    return () => rounds.stop();
  }, [rounds]);
  useEffect(() => {
    if (props.asOf !== undefined && props.asOf > 0) rounds.refresh();
  }, [props.asOf]);
  const revision = rows.revision.value;
  const total = rows.total.value;
  const inOrder = useMemo(
    () => (whole ? sorted(rows.loaded, columns, sorting.value) : undefined),
    [rows, revision, sorting.value],
  );
  return (
    <>
      <ProblemNote problem={rows.problem.value} />
      <DataGrid
        label={props.label}
        columns={columns}
        total={total ?? 0}
        rowAt={(index) => (inOrder === undefined ? rows.at(index) : inOrder[index])}
        keyOf={props.keyOf}
        open={props.open}
        {...(props.onOpen === undefined ? {} : { onOpen: props.onOpen })}
        sorting={sorting.value}
        onSort={(wanted) => (sorting.value = wanted)}
        onRange={(first, last) => {
          if (rows.look(first, last)) rounds.refresh();
        }}
        empty={total === undefined ? <span class="faint">Loading…</span> : props.empty}
      />
      <p class="grid-foot">
        {total === undefined ? 'Loading…' : formatCounted(total, props.one)}
        {whole && ', all of them sorted here'}
      </p>
    </>
  );
}
