/** Why a directive is not carried over, and with which values it says what holds here anyway. */
export interface NoCounterpart {
  readonly says: string;
  readonly holds: readonly string[];
}

const INNER = 'Memory and sockets of nginx: nothing is to be set here.';
const HLS = 'Segments are kept in memory and served by the server itself: http.hls of server.yaml.';
const DASH = 'There is no DASH: players get HLS with MP4 segments, http://host:8080/<application>/<stream>/index.m3u8.';
const PROGRAMS = 'No programs are started; a webhook can tell one that does: docs/webhooks.md.';
const HOOKS = 'Hooks are asked by POST, and have a timeout of their own: hooks of application.yaml.';
const LOGS = 'There is one access log, in logs of the data folder: logging.access of server.yaml.';
const ENCRYPTED = 'Segments are not encrypted: use HTTPS (http.tls) and signed addresses (docs/access.md).';
const RELAY = 'Connections that break are made anew by themselves: docs/restream.md.';

/** All directives of nginx-rtmp-module that have no key of their own here, by name. `off` always says what holds. */
export const noCounterparts: ReadonlyMap<string, NoCounterpart> = new Map<string, NoCounterpart>([
  ...all(
    INNER,
    'ack_window',
    'timeout',
    'buffer',
    'buflen',
    'out_queue',
    'out_cork',
    'busy',
    'so_keepalive',
    'max_queue',
  ),
  ...all(INNER, 'stream_buckets', 'relay_buffer', 'netcall_buffer', 'play_time_fix', 'publish_time_fix'),
  ...all('Afterglow is one process.', 'rtmp_auto_push', 'rtmp_auto_push_reconnect', 'rtmp_socket_dir'),
  ...all(PROGRAMS, 'exec', 'exec_block', 'exec_push', 'exec_pull', 'exec_static', 'exec_publish', 'exec_publish_done'),
  ...all(PROGRAMS, 'exec_play', 'exec_play_done', 'exec_record_started', 'exec_record_done', 'exec_kill_signal'),
  ...all(PROGRAMS, 'exec_options', 'respawn', 'respawn_timeout'),
  ['live', { says: 'Live streams are always taken.', holds: ['on'] }],
  ['meta', { says: 'onMetaData goes on as the publisher sends it.', holds: ['copy'] }],
  ['interleave', { says: 'Sound and pictures always go on in one stream.', holds: ['on'] }],
  ['wait_key', { says: 'Players begin with a key frame.', holds: ['on'] }],
  ['wait_video', { says: 'Players begin with what there is, sound too.', holds: [] }],
  ['publish_notify', { says: 'Players are always told when publishing begins and ends.', holds: ['on'] }],
  ['play_restart', { says: 'Players are always told when publishing begins and ends.', holds: ['on'] }],
  ['idle_streams', { says: 'Players may always wait for a stream that nobody publishes yet.', holds: ['on'] }],
  ['sync', { says: 'Sound and pictures keep their timestamps: streamManager.live.timestamps.', holds: [] }],
  [
    'drop_idle_publisher',
    { says: 'A publisher that does not answer is found by pings: rtmp.pingTimeout of adaptor.yaml.', holds: [] },
  ],
  ['record_suffix', { says: 'streamManager.recording.name says how recordings are called.', holds: ['.flv'] }],
  ['record_unique', { says: 'Every recording has a name of its own.', holds: ['on'] }],
  ['record_lock', { says: 'What is being recorded is known by its name, not by a lock.', holds: [] }],
  ['record_max_frames', { says: 'Recordings end by time or size: maxDuration and maxSize.', holds: [] }],
  ['record_notify', { says: 'Publishers are not told; a hook is (record, recordDone).', holds: [] }],
  ...all('Recorded media is fetched from an origin by an edge: docs/edges.md.', 'play_temp_path', 'play_local_path'),
  ...all(RELAY, 'push_reconnect', 'pull_reconnect', 'session_relay'),
  ['on_update', { says: 'Nobody is asked again while somebody publishes or plays.', holds: [] }],
  ['notify_method', { says: HOOKS, holds: ['post'] }],
  ...all(HOOKS, 'notify_update_timeout', 'notify_update_strict', 'notify_relay_redirect', 'netcall_timeout'),
  ['hls', { says: 'It is always there, at http://host:8080/<application>/<stream>/index.m3u8.', holds: [] }],
  ...all(HLS, 'hls_path', 'hls_cleanup', 'hls_nested', 'hls_sync', 'hls_continuous', 'hls_base_url', 'hls_muxdelay'),
  ...all(HLS, 'hls_fragment_naming', 'hls_fragment_naming_granularity', 'hls_fragment_slicing'),
  ...all(HLS, 'hls_max_audio_delay', 'hls_audio_buffer_size'),
  ['hls_playlist_length', { says: 'http.hls.windowSegments of server.yaml counts segments.', holds: [] }],
  ['hls_type', { says: 'hls.dvrWindow of application.yaml says how far back players may go.', holds: ['live'] }],
  ['hls_variant', { says: 'Streams of several sizes are named in hls.renditions of application.yaml.', holds: [] }],
  ...all(ENCRYPTED, 'hls_keys', 'hls_key_path', 'hls_key_url', 'hls_fragments_per_key'),
  ...all(DASH, 'dash', 'dash_path', 'dash_fragment', 'dash_playlist_length', 'dash_nested', 'dash_cleanup'),
  ...all(LOGS, 'access_log', 'log_format'),
  ...all('The API tells it, and /metrics: docs/api.md.', 'rtmp_stat', 'rtmp_stat_stylesheet'),
  ['rtmp_control', { says: 'The API records and disconnects: docs/api.md.', holds: [] }],
]);

function all(says: string, ...names: string[]): [string, NoCounterpart][] {
  return names.map((name) => [name, { says, holds: [] }]);
}
