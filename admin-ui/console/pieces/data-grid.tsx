import { ArrowDown, ArrowUp } from 'lucide-preact';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GridColumn, Sorting } from './grid-column.js';
import { columnsThatFit, templateOf } from './grid-column.js';

const ROW = 30;
const COARSE_ROW = 40;
/** Rows beyond the visible ones, so that none is missing while one scrolls. */
const AROUND = 8;

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  /** How many rows there are; those that are not loaded yet stand empty. */
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly keyOf: (row: Row) => string;
  /** The key of the row that is open beside the grid. */
  readonly open?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  readonly sorting?: Sorting | undefined;
  /** No column can be sorted if it is left out. */
  readonly onSort?: (sorting: Sorting) => void;
  /** Which rows are seen. */
  readonly onRange?: (first: number, last: number) => void;
  /** What stands there if there is no row. */
  readonly empty: ComponentChildren;
}

/**
 * A table of which only the rows that are seen are elements, so that thousands cost no more than forty. It is
 * walked through with the arrow keys; Enter opens a row.
 */
export function DataGrid<Row>(props: Props<Row>): VNode {
  const { columns, total, rowAt, keyOf, onOpen, onRange } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  const [top, setTop] = useState(0);
  const [active, setActive] = useState(-1);
  const rowHeight = matchMedia('(pointer: coarse)').matches ? COARSE_ROW : ROW;

  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const shown = columnsThatFit(columns, width === 0 ? Infinity : width);
  const template = templateOf(shown);
  const first = Math.max(0, Math.floor(top / rowHeight) - AROUND);
  const last = Math.min(total, Math.ceil((top + height) / rowHeight) + AROUND);
  useEffect(() => onRange?.(first, last), [first, last]);

  const walk = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((height - rowHeight) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const row = rowAt(active);
    const next = steps[event.key];
    if (next !== undefined && event.target === event.currentTarget && total > 0) {
      event.preventDefault();
      const target = Math.min(Math.max(next, 0), total - 1);
      setActive(target);
      reveal(target);
    } else if (event.key === 'Enter' && event.target === event.currentTarget && row !== undefined) {
      onOpen?.(row);
    }
  };
  const reveal = (index: number): void => {
    const element = scroller.current!;
    const [above, below] = [index * rowHeight, (index + 2) * rowHeight];
    if (above < element.scrollTop) element.scrollTop = above;
    else if (below > element.scrollTop + element.clientHeight) element.scrollTop = below - element.clientHeight;
  };

  return (
    <div
      class="grid"
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active >= first && active < last ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={walk}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div class="grid-row grid-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {shown.map((column) => (
          <HeadCell key={column.id} column={column} sorting={props.sorting} onSort={props.onSort} />
        ))}
      </div>
      <div class="grid-body" role="rowgroup" style={{ height: `${total * rowHeight}px` }}>
        {range(first, last).map((index) => {
          const row = rowAt(index);
          const key = row === undefined ? `#${index}` : keyOf(row);
          return (
            <div
              key={key}
              id={`${id}-${index}`}
              class={`grid-row${index === active ? ' active' : ''}${onOpen === undefined ? '' : ' opens'}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={key === props.open}
              style={{
                gridTemplateColumns: template,
                height: `${rowHeight}px`,
                transform: `translateY(${index * rowHeight}px)`,
              }}
              onClick={() => {
                setActive(index);
                if (row !== undefined) onOpen?.(row);
              }}
            >
              {shown.map((column) => (
                <div key={column.id} class={column.end === true ? 'cell end' : 'cell'} role="gridcell">
                  {row === undefined ? '' : column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {total === 0 && <div class="grid-empty">{props.empty}</div>}
    </div>
  );
}

function HeadCell<Row>(props: {
  readonly column: GridColumn<Row>;
  readonly sorting: Sorting | undefined;
  readonly onSort: ((sorting: Sorting) => void) | undefined;
}): VNode {
  const { column, sorting, onSort } = props;
  const mine = sorting?.column === column.id ? sorting : undefined;
  const order = mine === undefined ? 'none' : mine.down ? 'descending' : 'ascending';
  const sortable = onSort !== undefined && column.sortBy !== undefined;
  const down = mine === undefined ? column.end === true : !mine.down;
  return (
    <div class={column.end === true ? 'cell end' : 'cell'} role="columnheader" aria-sort={sortable ? order : undefined}>
      {sortable ? (
        <button type="button" onClick={() => onSort({ column: column.id, down })}>
          {column.title}
          {mine === undefined ? null : mine.down ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
