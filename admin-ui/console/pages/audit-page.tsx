import type { VNode } from 'preact';
import type { AuditEntry } from '../../../src/admin/api/schema/index.js';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import type { Tone } from '../pieces/badge.js';
import { Badge } from '../pieces/badge.js';
import { Facts } from '../pieces/facts.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { SidePanel } from '../pieces/side-panel.js';
import { Time } from '../pieces/time.js';

const TONES: Readonly<Record<AuditEntry['result'], Tone>> = { done: 'good', refused: 'warn', failed: 'bad' };

const COLUMNS: readonly GridColumn<AuditEntry>[] = [
  { id: 'at', title: 'When', width: 146, cell: (row) => <Time at={row.at} /> },
  { id: 'user', title: 'Who', width: 110, grow: 1, cell: (row) => <b>{row.user}</b> },
  { id: 'by', title: 'By', width: 100, expendable: 4, cell: (row) => row.by },
  { id: 'address', title: 'From', width: 110, expendable: 3, cell: (row) => row.address },
  { id: 'action', title: 'Did', width: 150, grow: 1, cell: (row) => row.action },
  { id: 'target', title: 'To', width: 150, grow: 2, expendable: 1, cell: (row) => row.target },
  {
    id: 'details',
    title: 'Details',
    width: 150,
    grow: 3,
    expendable: 5,
    cell: (row) => (
      <span class="mono faint">{Object.keys(row.details).length === 0 ? '' : JSON.stringify(row.details)}</span>
    ),
  },
  {
    id: 'result',
    title: 'Result',
    width: 86,
    expendable: 2,
    cell: (row) => <Badge tone={TONES[row.result]}>{row.result}</Badge>,
  },
];

/** Who changed what. */
export function AuditPage(): VNode {
  const { path } = place.value;
  return (
    <ListPage<AuditEntry>
      page="audit"
      title="Changes"
      one="change"
      from={['audit']}
      isStream
      columns={COLUMNS}
      keyOf={(row) => hrefOf('audit', [String(row.at), row.user, row.action, row.target])}
      opened={path.length === 0 ? undefined : hrefOf('audit', path)}
      empty="Nobody has changed anything yet. What is changed from the console, by the API or by a command is listed here."
      panel={(back, entry) => entry !== undefined && <AuditPanel entry={entry} back={back} />}
    />
  );
}

function AuditPanel({ entry, back }: { readonly entry: AuditEntry; readonly back: string }): VNode {
  const details = Object.entries(entry.details).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  return (
    <SidePanel title={entry.action} back={back}>
      <section class="section">
        <Facts
          facts={[
            ['When', <Time at={entry.at} />],
            ['Who', `${entry.user}, by ${entry.by}`],
            ['From', entry.address],
            ['To', entry.target === '' ? undefined : entry.target],
            ['Result', <Badge tone={TONES[entry.result]}>{entry.result}</Badge>],
          ]}
        />
      </section>
      {details.length > 0 && (
        <section class="section">
          <h3>What was asked for</h3>
          <Facts facts={details} />
        </section>
      )}
    </SidePanel>
  );
}
