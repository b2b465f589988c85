import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Refusal } from '../../../src/admin/api/schema/index.js';
import { get } from '../state/api.js';
import { may, seesWholeServer } from '../state/login.js';
import { filterIn, setFilter } from '../state/places.js';
import type { LoadPage, RowPage } from '../state/paged-rows.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { onEvent } from '../state/server-events.js';
import { Facts } from '../pieces/facts.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { PageHead } from '../pieces/page-head.js';
import { PagedGrid } from '../pieces/paged-grid.js';
import { SearchBox } from '../pieces/search-box.js';
import { SidePanel } from '../pieces/side-panel.js';
import { Time } from '../pieces/time.js';

const COLUMNS: readonly GridColumn<Refusal>[] = [
  { id: 'at', title: 'When', width: 88, cell: (row) => <Time at={row.at} /> },
  { id: 'action', title: 'Asked for', width: 76, cell: (row) => row.action },
  { id: 'address', title: 'Address', width: 120, grow: 1, expendable: 3, cell: (row) => row.address ?? '–' },
  { id: 'what', title: 'What', width: 130, grow: 1, expendable: 2, cell: whatOf },
  { id: 'rule', title: 'Refused by', width: 180, grow: 4, cell: (row) => <b>{row.rule}</b> },
  { id: 'reason', title: 'Why', width: 120, grow: 1, expendable: 1, cell: (row) => row.reason ?? row.told ?? '–' },
];

/** Why was it refused: each connect, publish and play that was, with the rule that did it and how to mend that. */
export function RefusalsPage(): VNode {
  const { path, query } = place.value;
  const { only = '', search = '' } = filterIn(query);
  const [opened] = path;
  const asOf = useSignal(0);
  const shown = useSignal<Refusal | undefined>(undefined);
  useEffect(() => onEvent('refusal', () => void asOf.value++), []);
  const load: LoadPage<Refusal> = async (limit, cursor, signal) => {
    const { items, next } = await get<RowPage<Refusal>>(['refusals'], { action: only, search, limit, cursor }, signal);
    shown.value = items.find(({ id }) => String(id) === place.peek().path[0]) ?? shown.value;
    // The total that is told counts those that are not kept any more, too.
    return { items, next };
  };
  const refusal = shown.value !== undefined && String(shown.value.id) === opened ? shown.value : undefined;
  return (
    <>
      <PageHead title="Refusals">
        <select
          class="input"
          aria-label="What was asked for"
          value={only}
          onChange={(event) => setFilter('refusals', path, { only: event.currentTarget.value, search })}
        >
          <option value="">Everything</option>
          {['connect', 'publish', 'play', 'record', 'other'].map((action) => (
            <option key={action}>{action}</option>
          ))}
        </select>
        <SearchBox
          label="Search refusals"
          value={search}
          onSearch={(text) => setFilter('refusals', path, { only, search: text })}
        />
      </PageHead>
      <div class="page-body">
        <div class="page-list">
          <PagedGrid<Refusal>
            label="Refusals"
            one="refusal"
            source={JSON.stringify([only, search])}
            load={load}
            columns={COLUMNS}
            keyOf={(row) => String(row.id)}
            open={opened}
            onOpen={(row) => {
              shown.value = row;
              goTo(hrefOf('refusals', [String(row.id)], { only, search }));
            }}
            asOf={asOf.value}
            empty={
              only + search === ''
                ? 'Nobody was refused anything since the server started.'
                : 'No refusal is like that.'
            }
          />
        </div>
        {refusal !== undefined && <RefusalPanel refusal={refusal} back={hrefOf('refusals', [], { only, search })} />}
      </div>
    </>
  );
}

function whatOf({ application, stream }: Refusal): string {
  return [application, stream].filter((part) => part !== undefined).join(' ') || '–';
}

function RefusalPanel({ refusal, back }: { readonly refusal: Refusal; readonly back: string }): VNode {
  const { place: where } = refusal;
  const written =
    where === undefined ? undefined : `${where.file}${where.line === undefined ? '' : `, line ${where.line}`}`;
  const editable = may('administrator') && seesWholeServer();
  return (
    <SidePanel title={`Why was this ${refusal.action} refused?`} back={back}>
      <section class="section">
        <p class="note calm">{refusal.mend}</p>
      </section>
      <section class="section">
        <Facts
          facts={[
            ['Refused by', <b>{refusal.rule}</b>],
            ['Why', refusal.reason],
            ['The client was told', refusal.told],
            ['Key', refusal.key === undefined ? undefined : <code>{refusal.key}</code>],
            [
              'Written in',
              written === undefined ? undefined : editable ? (
                <a href={hrefOf('configuration', [where!.file], { line: String(where!.line ?? '') })}>{written}</a>
              ) : (
                written
              ),
            ],
            ['When', <Time at={refusal.at} />],
            ['Address', refusal.address],
            ['Client', refusal.client === undefined ? undefined : <span class="mono">{refusal.client}</span>],
            ['Application', refusal.application],
            ['Stream', refusal.stream],
          ]}
        />
      </section>
    </SidePanel>
  );
}
