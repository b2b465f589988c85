import type { VNode } from 'preact';
import type { Stream } from '../../../src/admin/api/schema/index.js';
import { placeIn, streamHref, whereOf } from '../state/places.js';
import { place } from '../state/router.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { bitrateColumn, countColumn } from '../pieces/number-column.js';
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
  { id: 'video', title: 'Video', width: 186, grow: 1, expendable: 3, cell: (row) => videoText(row) },
  {
    id: 'audio',
    title: 'Audio',
    width: 60,
    expendable: 5,
    cell: (row) => (row.audio === undefined ? '–' : codecName(row.audio.codec)),
  },
  bitrateColumn({ id: 'rate', title: 'Bitrate', width: 96, expendable: 2 }, (row) => row.bytesPerSecond),
  countColumn({ id: 'players', title: 'Players', width: 76 }, (row) => row.players),
  bitrateColumn({ id: 'out', title: 'Out', width: 108, expendable: 1 }, (row) => row.sentPerSecond),
  {
    id: 'recording',
    title: 'Recording',
    width: 106,
    expendable: 6,
    cell: (row) => (row.recording ? <Badge tone="bad">recording</Badge> : ''),
  },
];

const EVENTS = ['stream.published', 'stream.ended', 'recording.started', 'recording.ended'] as const;

/** Live streams. */
export function StreamsPage(): VNode {
  const { path } = place.value;
  const [, , , , ...name] = path;
  const opened = name.length === 0 ? undefined : { ...placeIn(path), name: name.join('/') };
  const key = opened === undefined ? undefined : streamHref(opened);
  return (
    <ListPage<Stream>
      page="streams"
      title="Streams"
      one="stream"
      from={['streams']}
      events={EVENTS}
      columns={COLUMNS}
      keyOf={streamHref}
      opened={key}
      empty="Nothing is live. Publish with OBS or ffmpeg to rtmp://this-server/live/a-name."
      panel={(back) => opened !== undefined && <StreamPanel key={key} stream={opened} back={back} />}
    />
  );
}
