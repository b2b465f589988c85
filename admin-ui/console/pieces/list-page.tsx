import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { EventName } from '../../../src/admin/api/schema/index.js';
import { get } from '../state/api.js';
import type { LoadPage, RowPage } from '../state/paged-rows.js';
import { filterIn } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { onEvent } from '../state/server-events.js';
import type { GridColumn } from './grid-column.js';
import { ListTools } from './list-tools.js';
import { PageHead } from './page-head.js';
import { PagedGrid } from './paged-grid.js';

type Filter = Readonly<Record<string, string>>;

interface Props<Row> {
  /** Its name in the address. */
  readonly page: string;
  readonly title: string;
  /** What is listed, if it is not the title. */
  readonly label?: string;
  /** What one row is: `client`. */
  readonly one: string;
  /** Where the API has the list. */
  readonly from: readonly string[];
  /** What to ask the API for, by the filter that stands in the address. Default: for that. */
  readonly asked?: (filter: Filter) => Filter;
  /** It grows at its beginning, and forgets at its end: how long it is, is only known there. */
  readonly isStream?: boolean;
  /** With which events the list is asked for at once. */
  readonly events?: readonly EventName[];
  readonly columns: readonly GridColumn<Row>[];
  /** What tells the rows apart, and where they are opened: the address without a filter. */
  readonly keyOf: (row: Row) => string;
  /** False where rows are not opened. */
  readonly opens?: boolean;
  /** The key of the row that is open. */
  readonly opened?: string | undefined;
  readonly empty: ComponentChildren;
  /** What stands there if a filter leaves nothing. */
  readonly none?: ComponentChildren;
  readonly before?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly after?: ComponentChildren;
  /** The row that is open, which goes back to an address. What was last heard of it is undefined if it was never loaded. */
  readonly panel?: (back: string, row: Row | undefined) => ComponentChildren;
}

/** A page that is a list of the server: filtered, sorted and opened in one way everywhere, all of it in the address. */
export function ListPage<Row>(props: Props<Row>): VNode {
  const { page, title, label = title, from, asked, keyOf, opened, opens = true } = props;
  const { query } = place.value;
  const filter = filterIn(query);
  const asOf = useSignal(0);
  const shown = useSignal<Row | undefined>(undefined);
  const openedNow = useRef(opened);
  openedNow.current = opened;
  useEffect(() => {
    const stops = (props.events ?? []).map((name) => onEvent(name, () => void asOf.value++));
    return () => stops.forEach((stop) => stop());
  }, [page]);
  const wanted = asked === undefined ? filter : asked(filter);
  const load: LoadPage<Row> = async (limit, cursor, signal) => {
    const { items, next, total } = await get<RowPage<Row>>(from, { ...wanted, limit, cursor }, signal);
    shown.value = items.find((row) => keyOf(row) === openedNow.current) ?? shown.peek();
    return { items, next, total: props.isStream === true ? undefined : total };
  };
  const open = (row: Row): void => {
    shown.value = row;
    goTo(`${keyOf(row)}${query.size === 0 ? '' : `?${query.toString()}`}`);
  };
  const row = shown.value !== undefined && keyOf(shown.value) === opened ? shown.value : undefined;
  return (
    <>
      <PageHead title={title}>
        {props.before}
        <ListTools page={page} search={`Search ${label.toLowerCase()}`}>
          {props.tools}
        </ListTools>
        {props.after}
      </PageHead>
      <div class="page-body">
        <div class="page-list">
          <PagedGrid<Row>
            label={label}
            one={props.one}
            source={JSON.stringify([from, wanted])}
            load={load}
            columns={props.columns}
            keyOf={keyOf}
            open={opened}
            {...(opens ? { onOpen: open } : {})}
            asOf={asOf.value}
            empty={Object.keys(filter).length === 0 ? props.empty : (props.none ?? `No ${props.one} is like that.`)}
          />
        </div>
        {props.panel?.(hrefOf(page, [], Object.fromEntries(query)), row)}
      </div>
    </>
  );
}
