import type { VNode } from 'preact';
import type { Refusal } from '../../../src/admin/api/schema/index.js';
import { may, seesWholeServer } from '../state/login.js';
import { setFilter } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import { Facts } from '../pieces/facts.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { SidePanel } from '../pieces/side-panel.js';
import { Time } from '../pieces/time.js';

const COLUMNS: readonly GridColumn<Refusal>[] = [
  { id: 'at', title: 'When', width: 88, cell: (row) => <Time at={row.at} /> },
  { id: 'action', title: 'Asked for', width: 76, cell: (row) => row.action },
  { id: 'address', title: 'Address', width: 120, expendable: 3, cell: (row) => row.address ?? '–' },
  { id: 'what', title: 'What', width: 150, grow: 2, expendable: 2, cell: whatOf },
  { id: 'rule', title: 'Refused by', width: 200, grow: 4, cell: (row) => <b>{row.rule}</b> },
  { id: 'reason', title: 'Why', width: 110, expendable: 1, cell: (row) => row.reason ?? row.told ?? '–' },
];

/** Why was it refused: each connect, publish and play that was, with the rule that did it and how to mend that. */
export function RefusalsPage(): VNode {
  const { path, query } = place.value;
  const [opened] = path;
  return (
    <ListPage<Refusal>
      page="refusals"
      title="Refusals"
      one="refusal"
      from={['refusals']}
      asked={({ only = '', search = '' }) => ({ action: only, search })}
      isStream
      events={['refusal']}
      columns={COLUMNS}
      keyOf={({ id }) => hrefOf('refusals', [String(id)])}
      opened={opened === undefined ? undefined : hrefOf('refusals', [opened])}
      tools={
        <select
          class="input"
          aria-label="What was asked for"
          value={query.get('only') ?? ''}
          onChange={(event) =>
            setFilter('refusals', path, { ...Object.fromEntries(query), only: event.currentTarget.value })
          }
        >
          <option value="">Everything</option>
          {['connect', 'publish', 'play', 'record', 'other'].map((action) => (
            <option key={action}>{action}</option>
          ))}
        </select>
      }
      empty="Nobody was refused anything since the server started. Each connect, publish and play that is will stand here, with the rule and what to do."
      panel={(back, refusal) => refusal !== undefined && <RefusalPanel refusal={refusal} back={back} />}
    />
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
