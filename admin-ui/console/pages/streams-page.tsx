import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Page, Stream } from '../../../src/admin/api/schema/index.js';
import { formatBitrate, formatCount } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { filterIn, placeIn, streamHref, whereOf } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { onEvent } from '../state/server-events.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListTools } from '../pieces/list-tools.js';
import { PageHead } from '../pieces/page-head.js';
import { PagedGrid } from '../pieces/paged-grid.js';
import { StreamPanel } from './stream-panel.js';
import { StreamState } from './stream-state.js';
import { codecName, videoText } from './stream-text.js';

const COLUMNS: readonly GridColumn<Stream>[] = [
  { id: 'name', title: 'Stream', width: 120, grow: 2, sortBy: (row) => row.name, cell: (row) => <b>{row.name}</b> },
  { id: 'instance', title: 'Instance', width: 120, grow: 1, expendable: 4, sortBy: whereOf, cell: whereOf },
  {
    id: 'state',
    title: 'State',
    width: 84,
    sortBy: (row) => row.state,
    cell: (row) => <StreamState state={row.state} />,
  },
  { id: 'video', title: 'Video', width: 140, grow: 1, expendable: 3, cell: (row) => videoText(row) },
  {
    id: 'audio',
    title: 'Audio',
    width: 60,
    expendable: 5,
    cell: (row) => (row.audio === undefined ? '–' : codecName(row.audio.codec)),
  },
  {
    id: 'rate',
    title: 'Bitrate',
    width: 92,
    end: true,
    expendable: 2,
    sortBy: (row) => row.bytesPerSecond,
    cell: (row) => formatBitrate(row.bytesPerSecond),
  },
  {
    id: 'players',
    title: 'Players',
    width: 76,
    end: true,
    sortBy: (row) => row.players,
    cell: (row) => formatCount(row.players),
  },
  {
    id: 'out',
    title: 'Out',
    width: 92,
    end: true,
    expendable: 1,
    sortBy: (row) => row.sentPerSecond,
    cell: (row) => formatBitrate(row.sentPerSecond),
  },
  {
    id: 'recording',
    title: 'Recording',
    width: 86,
    expendable: 6,
    cell: (row) => (row.recording ? <Badge tone="bad">recording</Badge> : ''),
  },
];

/** Live streams. */
export function StreamsPage(): VNode {
  const { path, query } = place.value;
  const filter = filterIn(query);
  const asOf = useSignal(0);
  useEffect(() => {
    const changed = (): void => void asOf.value++;
    const stops = (['stream.published', 'stream.ended', 'recording.started', 'recording.ended'] as const).map((name) =>
      onEvent(name, changed),
    );
    return () => stops.forEach((stop) => stop());
  }, []);
  const [, , , , ...name] = path;
  const opened = name.length === 0 ? undefined : { ...placeIn(path), name: name.join('/') };
  const shownFilter = Object.fromEntries(query);
  return (
    <>
      <PageHead title="Streams">
        <ListTools page="streams" search="Search streams" />
      </PageHead>
      <div class="page-body">
        <div class="page-list">
          <PagedGrid<Stream>
            label="Streams"
            one="stream"
            source={JSON.stringify(filter)}
            load={(limit, cursor, signal) => get<Page<Stream>>(['streams'], { ...filter, limit, cursor }, signal)}
            columns={COLUMNS}
            keyOf={streamHref}
            open={opened === undefined ? undefined : streamHref(opened)}
            onOpen={(row) => goTo(`${streamHref(row)}${query.size === 0 ? '' : `?${query.toString()}`}`)}
            asOf={asOf.value}
            empty={
              Object.keys(filter).length === 0
                ? 'Nothing is live. Publish with OBS or ffmpeg to rtmp://this-server/live/a-name.'
                : 'No stream is like that.'
            }
          />
        </div>
        {opened !== undefined && (
          <StreamPanel key={streamHref(opened)} stream={opened} back={hrefOf('streams', [], shownFilter)} />
        )}
      </div>
    </>
  );
}
