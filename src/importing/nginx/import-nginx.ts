import type { ImportPlace, ImportTarget } from '../imported.js';
import { Imported } from '../imported.js';
import type { Directive } from './directives.js';
import { readDirectives } from './directives.js';

const server: ImportTarget = { path: 'conf/server.yaml', level: 'server' };
const adaptor: ImportTarget = { path: 'conf/_defaultRoot_/adaptor.yaml', level: 'adaptor' };
const shared: ImportTarget = { path: 'conf/_defaultRoot_/_defaultVHost_/application.yaml', level: 'application' };

/** What to do with a directive: undefined if it has nothing to say here. */
type Handler = (directive: Directive, imported: Imported, target: ImportTarget, place: ImportPlace) => void;

const events: Readonly<Record<string, string>> = {
  on_connect: 'connect',
  on_disconnect: 'disconnect',
  on_publish: 'publish',
  on_publish_done: 'unpublish',
  on_play: 'play',
  on_play_done: 'stop',
  on_record_done: 'recordDone',
};

/** Directives of nginx-rtmp-module by their names; an application inherits those of its server. */
const handlers: ReadonlyMap<string, Handler> = new Map([
  ['listen', listen],
  ['chunk_size', (d, imported, target, place) => imported.set(target, 'client.outChunkSize', Number(d.args[0]), place)],
  ['ping', (d, imported, _target, place) => imported.set(adaptor, 'rtmp.pingPeriod', duration(d.args[0]), place)],
  [
    'ping_timeout',
    (d, imported, _target, place) => imported.set(adaptor, 'rtmp.pingTimeout', duration(d.args[0]), place),
  ],
  [
    'max_message',
    (d, imported, _target, place) => imported.set(adaptor, 'rtmp.maxMessageSize', size(d.args[0]), place),
  ],
  ['max_streams', (d, imported, target, place) => imported.set(target, 'client.maxStreams', Number(d.args[0]), place)],
  [
    'max_connections',
    (d, imported, target, place) => imported.set(target, 'resourceLimits.maxClients', Number(d.args[0]), place),
  ],
  ['allow', (d, imported, target, place) => access('allow', d, imported, target, place)],
  ['deny', (d, imported, target, place) => access('deny', d, imported, target, place)],
  ['play', playFrom],
  ['push', restream],
  ['pull', restream],
  ['record', record],
  ['record_path', (d, imported, target, place) => imported.set(target, 'streamManager.storageDir', d.args[0], place)],
  [
    'record_max_size',
    (d, imported, target, place) => imported.set(target, 'streamManager.recording.maxSize', size(d.args[0]), place),
  ],
  [
    'record_interval',
    (d, imported, target, place) =>
      imported.set(target, 'streamManager.recording.splitTime', duration(d.args[0]), place),
  ],
  [
    'hls_fragment',
    (d, imported, _target, place) => imported.set(server, 'http.hls.segmentDuration', duration(d.args[0]), place),
  ],
  [
    'drop_idle_publisher',
    (_d, imported, _target, place) =>
      imported.note(place, 'A publisher that does not answer is found by pings: rtmp.pingTimeout of adaptor.yaml.'),
  ],
  ...Object.entries(events).map(([name, event]): [string, Handler] => [name, hook(event)]),
]);

const silent: ReadonlySet<string> = new Set([
  ...['live', 'hls', 'hls_path', 'hls_playlist_length', 'hls_nested', 'hls_cleanup', 'meta', 'interleave', 'wait_key'],
  ...[
    'wait_video',
    'publish_notify',
    'play_restart',
    'idle_streams',
    'buflen',
    'out_queue',
    'out_cork',
    'busy',
    'sync',
  ],
  ...[
    'ack_window',
    'timeout',
    'buffer',
    'gop_cache',
    'session_relay',
    'record_unique',
    'record_append',
    'record_suffix',
  ],
  ...['record_lock', 'record_notify', 'record_max_frames', 'notify_method', 'notify_update_strict', 'push_reconnect'],
  ...[
    'pull_reconnect',
    'notify_relay_redirect',
    'on_update',
    'notify_update_timeout',
    'server_name',
    'access_log',
    'log_format',
  ],
]);

/**
 * What the `rtmp` block of a configuration of nginx says, as ours says it; `include` is not followed. Throws ImportError
 * for what is no configuration of nginx.
 */
export function importNginx(file: string, text: string): Imported {
  const imported = new Imported();
  const blocks = readDirectives(file, text).filter(({ name }) => name === 'rtmp');
  for (const { block } of blocks) walk(block ?? []);
  return imported;

  function walk(directives: readonly Directive[], target = shared): void {
    for (const directive of directives) {
      const { name, args, block } = directive;
      const place = { file, line: directive.line, what: [name, ...args].map(withoutKey).join(' ') };
      const handler = handlers.get(name);
      if (name === 'server') walk(block ?? []);
      else if (name === 'application') application(directive, place);
      else if (name === 'recorder') recorder(directive, target);
      else if (handler !== undefined) handler(directive, imported, target, place);
      else if (silent.has(name)) imported.passOver();
      else if (name.startsWith('exec'))
        imported.note(place, 'No programs are started; a webhook can tell one that does: docs/webhooks.md.');
      else if (name === 'include') imported.note(place, 'Included files are not followed: import them by themselves.');
      else imported.note(place, 'It has no counterpart here.');
    }
  }

  function application({ args: [name = ''], block = [] }: Directive, place: ImportPlace): void {
    const target: ImportTarget = { path: `apps/${name}/application.yaml`, level: 'application' };
    if (!/^[\w-]+$/.test(name)) return imported.note(place, 'It is no name that an application may have here.');
    if (!block.some(({ name: inner }) => inner === 'allow' || inner === 'deny')) {
      // Nobody is asked for a key there.
      imported.set(target, 'publish.requires', 'nothing', place);
    }
    walk(block, target);
  }

  function recorder({ block = [] }: Directive, target: ImportTarget): void {
    walk(
      block.filter(({ name }) => name.startsWith('record')),
      target,
    );
  }
}

function listen(
  { args: [address = ''] }: Directive,
  imported: Imported,
  _target: ImportTarget,
  place: ImportPlace,
): void {
  imported.add(adaptor, 'hostPortList', [/^\d+$/.test(address) ? `:${address}` : address], place);
}

/** `allow publish 10.0.0.0/8;`, `deny all;` */
function access(
  verb: 'allow' | 'deny',
  { args }: Directive,
  imported: Imported,
  target: ImportTarget,
  place: ImportPlace,
): void {
  const address = args.at(-1) ?? 'all';
  const uses = args.length > 1 ? [args[0]!] : ['publish', 'play'];
  for (const use of uses) {
    if (use !== 'publish' && use !== 'play') continue;
    // There the first that fits counts; here who is in allow and not in deny.
    if (verb === 'deny' && address === 'all') continue;
    imported.add(target, `${use}.${verb}`, [address], place);
    if (use === 'publish' && verb === 'allow') imported.set(target, 'publish.requires', 'nothing', place);
  }
  if (verb === 'deny' && address === 'all') imported.passOver();
}

/** `play /var/media;` is recorded media; `play http://…` there is none of. */
function playFrom({ args }: Directive, imported: Imported, target: ImportTarget, place: ImportPlace): void {
  for (const dir of args) {
    if (/^https?:/.test(dir))
      imported.note(place, 'Recorded media is taken from folders, or from an origin: docs/edges.md.');
    else imported.add(target, 'streamManager.streams', [{ prefix: '', dir }], place);
  }
}

/** `push rtmp://host/app[/name] …;`, `pull rtmp://host/app/name name=here static;` */
function restream({ name: verb, args }: Directive, imported: Imported, target: ImportTarget, place: ImportPlace): void {
  const [address = '', ...options] = args;
  const option = (key: string): string | undefined =>
    options.find((written) => written.startsWith(`${key}=`))?.slice(key.length + 1);
  const found = /^((?:rtmps?:\/\/)?[^/]+\/[^/?]+)(?:\/(.+))?$/.exec(address);
  if (found === null) return imported.note(place, 'The address names no application: set restream yourself.');
  const url = /^rtmps?:/.test(found[1]!) ? found[1]! : `rtmp://${found[1]!}`;
  const there = option('playPath') ?? found[2];
  const here = option('name');
  if (verb === 'push') {
    imported.add(target, 'restream.targets', [{ stream: here ?? '*', url, ...(there && { name: there }) }], place);
    return;
  }
  const stream = here ?? there ?? '*';
  const onDemand = !options.includes('static');
  imported.add(
    target,
    'restream.sources',
    [{ stream, url, ...(there && { name: there }), ...(onDemand && { onDemand }) }],
    place,
  );
}

/** `record all;`, `record off;`, `record all manual;` */
function record({ args }: Directive, imported: Imported, target: ImportTarget, place: ImportPlace): void {
  if (args.includes('off')) return imported.passOver();
  if (args.includes('manual'))
    return imported.note(place, 'Recordings are begun by the console, the API or a script: docs/recording.md.');
  imported.set(target, 'streamManager.recording.streams', ['*'], place);
  if (!args.includes('all')) imported.note(place, 'Sound and pictures are recorded together.');
}

function hook(event: string): Handler {
  return ({ args: [url = ''] }, imported, target, place) =>
    imported.add(target, 'hooks', [{ url, events: [event], format: 'form' }], place);
}

/** `30s`, `5m`, `500ms`; a number alone is seconds. */
function duration(written = ''): string {
  return /^\d+$/.test(written) ? `${written}s` : written;
}

/** `1m`, `512k`; a number alone is bytes. */
function size(written = ''): string | number {
  const found = /^(\d+)([kmg]?)$/i.exec(written);
  if (found === null) return written;
  return found[2] === '' ? Number(found[1]) : `${found[1]!}${found[2]!.toUpperCase()}iB`;
}

/** What follows the application in an address is a key more often than not. */
function withoutKey(argument: string): string {
  return argument.replace(/^((?:rtmps?:\/\/)?[^/]+\/[^/]+)\/.+$/, '$1/…').replace(/\?.*$/, '?…');
}
