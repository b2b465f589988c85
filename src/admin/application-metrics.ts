import type { ApplicationSnapshot } from '../application/server-snapshot.js';
import type { ApplicationTotalsSnapshot } from '../application/application-totals.js';
import type { PlaylistSnapshot } from '../application/playlist-snapshot.js';
import type { LiveStreamSnapshot, PlayersSnapshot } from '../stream/live-stream-snapshot.js';
import type { SharedObjectSnapshot } from '../sharedobject/shared-object-snapshot.js';
import type { StreamHealth } from '../stream/stream-statistics.js';
import type { Labels, MetricFamily, Sample } from './exposition.js';

/** One or more applications that share the lines of the metrics. */
export interface ApplicationGroup {
  readonly labels: Labels;
  readonly applications: readonly ApplicationSnapshot[];
}

/** What a metric is worked out from: the applications of a group, and what is in them. */
interface Contents {
  readonly totals: readonly ApplicationTotalsSnapshot[];
  readonly instances: number;
  readonly clients: number;
  /** That are published. */
  readonly streams: readonly LiveStreamSnapshot[];
  /** Of each stream, published or not. */
  readonly players: readonly PlayersSnapshot[];
  /** Of clients that play recorded media. */
  readonly recordedPlays: number;
  readonly playlists: readonly PlaylistSnapshot[];
  readonly sharedObjects: readonly SharedObjectSnapshot[];
}

/** Milliseconds. */
const SILENT = 3000;

type Values = (contents: Contents) => readonly Sample[];
type Row = readonly [name: string, type: MetricFamily['type'], help: string, values: Values];

const ROWS: readonly Row[] = [
  ['afterglow_instances', 'gauge', 'Application instances that run.', ({ instances }) => [{ value: instances }]],
  ['afterglow_clients', 'gauge', 'Clients that are connected.', ({ clients }) => [{ value: clients }]],
  ['afterglow_streams', 'gauge', 'Live streams that are published.', ({ streams }) => [{ value: streams.length }]],
  ['afterglow_players', 'gauge', 'Players of live streams.', ({ players }) => sumOf(players, ({ count }) => count)],
  [
    'afterglow_recorded_players',
    'gauge',
    'Streams of clients that play recorded media.',
    ({ recordedPlays }) => [{ value: recordedPlays }],
  ],
  [
    'afterglow_requests_total',
    'counter',
    'What clients asked for, and whether they got it.',
    ({ totals }) => [
      ...labelled('action', totals, ({ granted }) => granted, { result: 'granted' }),
      ...labelled('action', totals, ({ refused }) => refused, { result: 'refused' }),
    ],
  ],
  [
    'afterglow_received_bytes_total',
    'counter',
    'Bytes received from clients, with everything that RTMP adds.',
    ({ totals }) => sumOf(totals, ({ traffic }) => traffic.received),
  ],
  [
    'afterglow_sent_bytes_total',
    'counter',
    'Bytes sent to clients, with everything that RTMP adds.',
    ({ totals }) => sumOf(totals, ({ traffic }) => traffic.sent),
  ],
  [
    'afterglow_media_received_bytes_total',
    'counter',
    'Payload received from publishers.',
    ({ totals }) => sumOf(totals, ({ live }) => live.received.bytes),
  ],
  [
    'afterglow_media_received_messages_total',
    'counter',
    'Messages received from publishers.',
    ({ totals }) => labelled('kind', totals, ({ live }) => live.received.messages),
  ],
  [
    'afterglow_media_sent_bytes_total',
    'counter',
    'Payload sent to players.',
    ({ totals }) => sumOf(totals, ({ live }) => live.sent.bytes),
  ],
  [
    'afterglow_media_sent_messages_total',
    'counter',
    'Messages sent to players.',
    ({ totals }) => sumOf(totals, ({ live }) => live.sent.messages),
  ],
  [
    'afterglow_dropped_messages_total',
    'counter',
    'Messages that players lost because they were slow.',
    ({ totals }) => labelled('kind', totals, ({ live }) => live.drops),
  ],
  [
    'afterglow_slow_players_disconnected_total',
    'counter',
    'Players that were disconnected because they were too slow.',
    ({ totals }) => sumOf(totals, ({ live }) => live.playersCut),
  ],
  [
    'afterglow_timestamp_events_total',
    'counter',
    'What encoders got wrong about the time, and timestamps that were mended.',
    ({ totals }) => labelled('event', totals, ({ live }) => live.timestamps),
  ],
  [
    'afterglow_recordings',
    'gauge',
    'Recordings that run.',
    ({ totals }) => sumOf(totals, ({ recordings }) => recordings.active),
  ],
  [
    'afterglow_recorded_bytes_total',
    'counter',
    'Media that was recorded.',
    ({ totals }) => sumOf(totals, ({ recordings }) => recordings.bytes),
  ],
  [
    'afterglow_recordings_ended_total',
    'counter',
    'Recordings that ended: as wished, at a bound, or because something went wrong.',
    ({ totals }) => labelled('result', totals, ({ recordings }) => recordings.ended),
  ],
  [
    'afterglow_playlists',
    'gauge',
    'Playlists that play, and that wait for their time.',
    ({ playlists }) =>
      (['playing', 'waiting'] as const).map((state) => ({
        labels: { state },
        value: playlists.filter((playlist) => playlist.state === state).length,
      })),
  ],
  [
    'afterglow_playlist_items_total',
    'counter',
    'Items of playlists that began.',
    ({ totals }) => sumOf(totals, ({ playlists }) => playlists.items),
  ],
  [
    'afterglow_playlist_failures_total',
    'counter',
    'Items of playlists that were not shown, or not to their end.',
    ({ totals }) => labelled('why', totals, ({ playlists }) => playlists.failures),
  ],
  [
    'afterglow_shared_objects',
    'gauge',
    'Remote shared objects that are in use.',
    ({ sharedObjects }) =>
      [true, false].map((persistent) => ({
        labels: { persistent: String(persistent) },
        value: sharedObjects.filter((object) => object.persistent === persistent).length,
      })),
  ],
  [
    'afterglow_shared_object_users',
    'gauge',
    'Uses of remote shared objects by clients and scripts.',
    ({ sharedObjects }) => sumOf(sharedObjects, ({ users }) => users),
  ],
  [
    'afterglow_shared_object_events_total',
    'counter',
    'What users of remote shared objects wanted, and what came of it.',
    ({ totals }) => labelled('event', totals, ({ sharedObjects }) => ({ ...sharedObjects })),
  ],
  [
    'afterglow_player_queue_bytes',
    'gauge',
    'Bytes that wait for players to take them.',
    ({ players }) => sumOf(players, ({ queuedBytes }) => queuedBytes),
  ],
  [
    'afterglow_player_delay_max_seconds',
    'gauge',
    'How far the slowest player is behind, estimated from what waits for it.',
    ({ players }) => worst(players, ({ delay }) => delay / 1000),
  ],
  [
    'afterglow_streams_silent',
    'gauge',
    'Streams that are published and of which nothing has come for three seconds, or at all.',
    ({ streams }) => [{ value: streams.filter(isSilent).length }],
  ],
  health('key_frame_interval', 'The longest GOP.', ({ gop }) => gop.duration),
  health('key_frame_age', 'The longest time since a key frame.', ({ sinceKeyFrame = 0 }) => sinceKeyFrame),
  health('jitter', 'The most uneven arrival.', ({ jitter }) => jitter),
  health('audio_video_skew', 'The furthest that audio and video are apart.', ({ audioAhead }) => Math.abs(audioAhead)),
  health('audio_video_drift', 'The most that these have drifted.', ({ audioDrift }) => Math.abs(audioDrift)),
];

/** The metrics of applications. Their number is that of the groups times a constant: no name of a peer is a label. */
export function applicationMetrics(groups: readonly ApplicationGroup[]): MetricFamily[] {
  const filled = groups.map(({ labels, applications }) => ({ labels, contents: contentsOf(applications) }));
  return ROWS.map(([name, type, help, values]) => ({
    name,
    type,
    help,
    samples: filled.flatMap(({ labels, contents }) =>
      values(contents).map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } })),
    ),
  }));
}

function contentsOf(applications: readonly ApplicationSnapshot[]): Contents {
  const instances = applications.flatMap((application) => application.instances);
  const streams = instances.flatMap((instance) => instance.streams);
  return {
    totals: applications.map(({ totals }) => totals),
    instances: instances.length,
    clients: instances.reduce((sum, { clients }) => sum + clients, 0),
    streams: streams.filter(({ publisher }) => publisher !== undefined),
    players: streams.map((stream) => stream.players),
    playlists: instances.flatMap(({ playlists }) => playlists),
    sharedObjects: instances.flatMap(({ sharedObjects }) => sharedObjects),
    recordedPlays: instances.reduce((sum, instance) => sum + instance.recordedPlays, 0),
  };
}

function isSilent({ health: { silentFor = Infinity } }: LiveStreamSnapshot): boolean {
  return silentFor >= SILENT;
}

/** The worst of all published streams in something that is measured in milliseconds. */
function health(what: string, help: string, of: (health: StreamHealth) => number): Row {
  return [
    `afterglow_stream_${what}_max_seconds`,
    'gauge',
    help,
    ({ streams }) => worst(streams, (stream) => of(stream.health) / 1000),
  ];
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): Sample[] {
  return [{ value: items.reduce((sum, item) => sum + of(item), 0) }];
}

function worst<Item>(items: readonly Item[], of: (item: Item) => number): Sample[] {
  return [{ value: items.reduce((most, item) => Math.max(most, of(item)), 0) }];
}

/** A sample for each name in the records, which all have the same; `jumpBack` and `jump-back` become `jump_back`. */
function labelled(
  label: string,
  totals: readonly ApplicationTotalsSnapshot[],
  record: (totals: ApplicationTotalsSnapshot) => Readonly<Record<string, number>>,
  more: Labels = {},
): Sample[] {
  const names = Object.keys(record(totals[0]!));
  return names.map((name) => ({
    labels: { [label]: name.replaceAll('-', '_').replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`), ...more },
    value: totals.reduce((sum, each) => sum + record(each)[name]!, 0),
  }));
}
