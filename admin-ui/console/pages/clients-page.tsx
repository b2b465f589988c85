import type { VNode } from 'preact';
import type { Client, Page } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount, formatDuration } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { clientHref, filterIn, setFilter, whereOf } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListTools } from '../pieces/list-tools.js';
import { PageHead } from '../pieces/page-head.js';
import { PagedGrid } from '../pieces/paged-grid.js';
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
  {
    id: 'received',
    title: 'Received',
    width: 84,
    end: true,
    expendable: 5,
    sortBy: (row) => row.received,
    cell: (row) => formatBytes(row.received),
  },
  {
    id: 'sent',
    title: 'Sent',
    width: 84,
    end: true,
    expendable: 2,
    sortBy: (row) => row.sent,
    cell: (row) => formatBytes(row.sent),
  },
  {
    id: 'dropped',
    title: 'Drops',
    width: 66,
    end: true,
    expendable: 3,
    sortBy: (row) => row.dropped,
    cell: (row) => formatCount(row.dropped),
  },
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
  const filter = filterIn(query);
  const [opened] = path;
  return (
    <>
      <PageHead title="Clients">
        <ListTools page="clients" search="Search clients">
          <select
            class="input"
            aria-label="Which clients"
            value={filter.only ?? ''}
            onChange={(event) =>
              setFilter('clients', path, { ...Object.fromEntries(query), only: event.currentTarget.value })
            }
          >
            <option value="">All clients</option>
            <option value="publishers">Publishers</option>
            <option value="players">Players</option>
          </select>
        </ListTools>
      </PageHead>
      <div class="page-body">
        <div class="page-list">
          <PagedGrid<Client>
            label="Clients"
            one="client"
            source={JSON.stringify(filter)}
            load={(limit, cursor, signal) => get<Page<Client>>(['clients'], { ...filter, limit, cursor }, signal)}
            columns={COLUMNS}
            keyOf={(row) => row.id}
            open={opened}
            onOpen={(row) => goTo(hrefOf('clients', [row.id], Object.fromEntries(query)))}
            empty={
              Object.keys(filter).length === 0
                ? 'Nobody is connected. The overview says where the server listens.'
                : 'No client is like that.'
            }
          />
        </div>
        {opened !== undefined && (
          <ClientPanel key={clientHref(opened)} id={opened} back={hrefOf('clients', [], Object.fromEntries(query))} />
        )}
      </div>
    </>
  );
}

function doingOf({ publishing, playing }: Client): string {
  if (publishing) return playing > 0 ? 'publishes, plays' : 'publishes';
  return playing > 1 ? `plays ${playing}` : playing === 1 ? 'plays' : '–';
}
