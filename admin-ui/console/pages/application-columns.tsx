import type { Application } from '../../../src/admin/api/schema/index.js';
import { formatCounted } from '../../parts/quantities.js';
import { change } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { hostOf, whereOf } from '../state/places.js';
import { Badge } from '../pieces/badge.js';
import { confirmed } from '../pieces/confirm.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { bytesColumn, countColumn } from '../pieces/number-column.js';

/** With its virtual host before it if that is not the one everybody has. */
export function applicationName({ adaptor, virtualHost, name }: Application): string {
  return whereOf({ adaptor, virtualHost, application: name, instance: '' }).slice(0, -1);
}

/** All applications that there are, whether they run or not. */
export const APPLICATION_COLUMNS: readonly GridColumn<Application>[] = [
  {
    id: 'name',
    title: 'Application',
    width: 130,
    grow: 2,
    sortBy: applicationName,
    cell: (row) => <b>{applicationName(row)}</b>,
  },
  {
    id: 'script',
    title: 'Script',
    width: 104,
    expendable: 3,
    cell: ({ script }) => (script === 'none' ? '' : <Badge tone="calm">{script}</Badge>),
  },
  countColumn({ id: 'instances', title: 'Instances', width: 84 }, (row) => row.instances),
  countColumn({ id: 'clients', title: 'Clients', width: 74, expendable: 1 }, (row) => row.clients),
  countColumn({ id: 'streams', title: 'Streams', width: 76, expendable: 2 }, (row) => row.streams),
  bytesColumn({ id: 'received', title: 'Received', width: 90, expendable: 4 }, (row) => row.traffic.received),
  bytesColumn({ id: 'sent', title: 'Sent', width: 90, expendable: 5 }, (row) => row.traffic.sent),
  countColumn({ id: 'refused', title: 'Refused', width: 80, expendable: 6 }, refusedOf),
  {
    id: 'tools',
    title: 'Unload',
    width: 118,
    end: true,
    expendable: 0,
    cell: (row) =>
      may('operator') && row.instances > 0 ? (
        <button type="button" class="button quiet" onClick={() => void unloadAll(row)}>
          Unload all
        </button>
      ) : (
        ''
      ),
  },
];

/** What becomes of the clients of what is ended. */
export function disconnected(clients: number): string {
  return clients === 0
    ? 'It has no clients at present.'
    : `${formatCounted(clients, 'client is', 'clients are')} disconnected.`;
}

function refusedOf({ refused: { connect, publish, play } }: Application): number {
  return connect + publish + play;
}

async function unloadAll(application: Application): Promise<void> {
  const text = `${disconnected(application.clients)} The next one that connects starts it anew.`;
  if (!(await confirmed(`Unload ${applicationName(application)}?`, text, 'Unload'))) return;
  await attempt(
    () => change('DELETE', ['applications', application.name, 'instances'], undefined, hostOf(application)),
    `${applicationName(application)} is unloaded.`,
  );
}
