import type { VNode } from 'preact';
import type { AuditEntry } from '../../../src/admin/api/schema/index.js';
import type { Tone } from '../pieces/badge.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { Time } from '../pieces/time.js';

const TONES: Readonly<Record<AuditEntry['result'], Tone>> = { done: 'good', refused: 'warn', failed: 'bad' };

const COLUMNS: readonly GridColumn<AuditEntry>[] = [
  { id: 'at', title: 'When', width: 146, cell: (row) => <Time at={row.at} /> },
  { id: 'user', title: 'Who', width: 110, grow: 1, cell: (row) => <b>{row.user}</b> },
  { id: 'by', title: 'By', width: 100, expendable: 4, cell: (row) => row.by },
  { id: 'address', title: 'From', width: 110, expendable: 3, cell: (row) => row.address },
  { id: 'action', title: 'Did', width: 130, grow: 1, cell: (row) => row.action },
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
  return (
    <ListPage<AuditEntry>
      page="audit"
      title="Changes"
      one="change"
      from={['audit']}
      isStream
      columns={COLUMNS}
      keyOf={(row) => `${row.at} ${row.user} ${row.action} ${row.target}`}
      opens={false}
      empty="Nobody has changed anything yet."
    />
  );
}
