import type { VNode } from 'preact';
import type { Client } from '../../../src/admin/api/schema/index.js';
import { formatDuration } from '../../parts/quantities.js';
import { clientHref, setFilter, whereOf } from '../state/places.js';
import { place } from '../state/router.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { bytesColumn, countColumn } from '../pieces/number-column.js';
import { ClientPanel } from './client-panel.js';

const COLUMNS: readonly GridColumn<Client>[] = [
  {
    id: 'address',
    title: 'Address',
    width: 130,
    grow: 2,
    sortBy: (row) => row.address,
    cell: (row) => <b>{row.address}</b>,
  },
  { id: 'instance', title: 'Instance', width: 130, grow: 2, expendable: 1, sortBy: whereOf, cell: whereOf },
  { id: 'does', title: 'Does', width: 96, sortBy: doingOf, cell: doingOf },
  {
    id: 'protocol',
    title: 'Protocol',
    width: 82,
    expendable: 4,
    sortBy: (row) => row.protocol,
    cell: (row) => row.protocol,
  },
  {
    id: 'agent',
    title: 'Software',
    width: 120,
    grow: 1,
    expendable: 7,
    sortBy: (row) => row.agent,
    cell: (row) => row.agent,
  },
  bytesColumn({ id: 'received', title: 'Received', width: 84, expendable: 5 }, (row) => row.received),
  bytesColumn({ id: 'sent', title: 'Sent', width: 84, expendable: 2 }, (row) => row.sent),
  countColumn({ id: 'dropped', title: 'Drops', width: 66, expendable: 3 }, (row) => row.dropped),
  {
    id: 'connected',
    title: 'Connected',
    width: 92,
    end: true,
    expendable: 6,
    sortBy: (row) => -row.connectedAt,
    cell: (row) => formatDuration((Date.now() - row.connectedAt) / 1000),
  },
];

/** Who is connected. */
export function ClientsPage(): VNode {
  const { path, query } = place.value;
  const [opened] = path;
  return (
    <ListPage<Client>
      page="clients"
      title="Clients"
      one="client"
      from={['clients']}
      columns={COLUMNS}
      keyOf={(row) => clientHref(row.id)}
      opened={opened === undefined ? undefined : clientHref(opened)}
      tools={
        <select
          class="input"
          aria-label="Which clients"
          value={query.get('only') ?? ''}
          onChange={(event) =>
            setFilter('clients', path, { ...Object.fromEntries(query), only: event.currentTarget.value })
          }
        >
          <option value="">All clients</option>
          <option value="publishers">Publishers</option>
          <option value="players">Players</option>
        </select>
      }
      empty="Nobody is connected. The overview says where the server listens."
      panel={(back) => opened !== undefined && <ClientPanel key={opened} id={opened} back={back} />}
    />
  );
}

function doingOf({ publishing, playing }: Client): string {
  if (publishing) return playing > 0 ? 'publishes, plays' : 'publishes';
  return playing > 1 ? `plays ${playing}` : playing === 1 ? 'plays' : '–';
}
