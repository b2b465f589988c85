import type { VNode } from 'preact';
import type { Link } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { usePolled } from '../state/polled.js';
import { Badge } from '../pieces/badge.js';
import type { PlainColumn } from '../pieces/plain-table.js';
import { PlainTable } from '../pieces/plain-table.js';
import { ProblemNote } from '../pieces/problem-note.js';

const COLUMNS: readonly PlainColumn<Link>[] = [
  {
    title: 'Other server',
    kind: 'name',
    cell: ({ address, server }) => (
      <>
        {address}
        {server !== undefined && <span class="faint mono"> {server}</span>}
      </>
    ),
  },
  { title: 'It is', cell: ({ direction }) => (direction === 'to-origin' ? 'an origin' : 'an edge') },
  { title: 'State', cell: ({ open }) => <Badge tone={open ? 'good' : 'bad'}>{open ? 'open' : 'closed'}</Badge> },
  { title: 'Streams', kind: 'count', cell: ({ streams }) => formatCount(streams) },
  { title: 'Received', kind: 'count', cell: ({ received }) => formatBytes(received) },
  { title: 'Sent', kind: 'count', cell: ({ sent }) => formatBytes(sent) },
  {
    title: 'Round trip',
    kind: 'count',
    cell: ({ roundTrip }) => (roundTrip === undefined ? '–' : formatMilliseconds(roundTrip)),
  },
];

/** Links to origins, and from edges. */
export function LinkList(): VNode {
  const polled = usePolled('links', (signal) => get<{ items: Link[] }>(['links'], {}, signal));
  return (
    <>
      <ProblemNote problem={polled.problem.value} />
      <PlainTable
        columns={COLUMNS}
        rows={polled.value.value?.items}
        keyOf={({ id }) => id}
        none="This server has no link: it is neither the edge of an origin, nor the origin of an edge. docs/edges.md says how to make it one, in two files."
      />
    </>
  );
}
