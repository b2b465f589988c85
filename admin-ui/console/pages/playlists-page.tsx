import type { VNode } from 'preact';
import type { Playlist } from '../../../src/admin/api/schema/index.js';
import { formatMilliseconds } from '../../parts/quantities.js';
import { streamHref, whereOf } from '../state/places.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { formatMoment, Time } from '../pieces/time.js';

const COLUMNS: readonly GridColumn<Playlist>[] = [
  {
    id: 'stream',
    title: 'Stream',
    width: 120,
    grow: 1,
    sortBy: (row) => row.stream,
    cell: (row) => <b>{row.stream}</b>,
  },
  { id: 'instance', title: 'Instance', width: 120, grow: 1, expendable: 3, sortBy: whereOf, cell: whereOf },
  {
    id: 'state',
    title: 'State',
    width: 84,
    cell: ({ state }) => <Badge tone={state === 'playing' ? 'good' : 'calm'}>{state}</Badge>,
  },
  { id: 'now', title: 'Now', width: 230, grow: 2, cell: nowOf },
  {
    id: 'next',
    title: 'Next',
    width: 120,
    grow: 1,
    expendable: 2,
    cell: (row) => row.next?.name ?? (row.loop ? 'from the beginning' : '–'),
  },
  {
    id: 'starts',
    title: 'Starts',
    width: 140,
    expendable: 4,
    cell: (row) => (row.startsAt === undefined ? '–' : <Time at={row.startsAt} />),
  },
  {
    id: 'failure',
    title: 'Went wrong',
    width: 160,
    grow: 4,
    expendable: 1,
    cell: ({ failure }) =>
      failure === undefined ? (
        '–'
      ) : (
        <span title={failure.why}>
          {formatMoment(failure.at)} {failure.name}: {failure.why}
        </span>
      ),
  },
];

/** Playlists that play, or wait for their time. */
export function PlaylistsPage(): VNode {
  return (
    <ListPage<Playlist>
      page="playlists"
      title="Playlists"
      one="playlist"
      from={['playlists']}
      columns={COLUMNS}
      keyOf={(row) => streamHref({ ...row, name: row.stream })}
      empty="No playlist plays or waits. A playlist is a file in the folder playlists of an application, such as apps/live/playlists/channel.yaml: see docs/playlists.md."
    />
  );
}

function nowOf({ current, items }: Playlist): string {
  if (current === undefined) return '–';
  return `${current.name}, ${current.index + 1} of ${items}, at ${formatMilliseconds(current.position)}`;
}
