import type { Imported, ImportPlace, ImportTarget } from '../imported.js';
import type { Directive } from './directives.js';
import { duration, size } from './units.js';

/** Carries a directive over. `target` is the file of the application, or that of all of them. */
export type Handler = (directive: Directive, imported: Imported, target: ImportTarget, place: ImportPlace) => void;

const server: ImportTarget = { path: 'conf/server.yaml', level: 'server' };
const adaptor: ImportTarget = { path: 'conf/_defaultRoot_/adaptor.yaml', level: 'adaptor' };

const events: Readonly<Record<string, readonly string[]>> = {
  on_connect: ['connect'],
  on_disconnect: ['disconnect'],
  on_publish: ['publish'],
  on_publish_done: ['unpublish'],
  on_play: ['play'],
  on_play_done: ['stop'],
  on_done: ['done'],
  on_record_done: ['recordSegment', 'recordDone'],
};

/** Directives of nginx-rtmp-module that have a key here, by their names. */
export const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['listen', listen],
  ['chunk_size', to('client.outChunkSize', Number)],
  ['max_streams', to('client.maxStreams', Number)],
  ['ping', to('rtmp.pingPeriod', duration, adaptor)],
  ['ping_timeout', to('rtmp.pingTimeout', duration, adaptor)],
  ['max_message', to('rtmp.maxMessageSize', size, adaptor)],
  ['max_connections', maxConnections],
  ['play', playFrom],
  ['record', record],
  ['record_path', to('streamManager.storageDir', String)],
  ['record_max_size', to('streamManager.recording.maxSize', size)],
  ['record_interval', to('streamManager.recording.splitTime', duration)],
  ['record_append', recordAppend],
  ['hls_fragment', to('http.hls.segmentDuration', duration, server)],
  ['hls_max_fragment', to('http.hls.maxSegmentDuration', duration, server)],
  ...Object.entries(events).map(([name, told]): [string, Handler] => [name, hook(told)]),
]);

/** The first argument is the value; `off` is no value. */
function to(key: string, convert: (written: string) => unknown, fixed?: ImportTarget): Handler {
  return ({ args: [written = ''] }, imported, target, place) => {
    if (written === 'off') imported.passOver();
    else imported.set(fixed ?? target, key, convert(written), place);
  };
}

/** `listen 1935;`, `listen *:1935 proxy_protocol;`, `listen [::]:1935 ipv6only=on;` */
function listen(
  { args: [address = '', ...options] }: Directive,
  imported: Imported,
  _target: ImportTarget,
  place: ImportPlace,
): void {
  if (address.startsWith('unix:')) return imported.note(place, 'Sockets of the file system are not listened on.');
  if (options.includes('proxy_protocol'))
    imported.note(place, 'Name the proxies in proxyProtocol.trusted of adaptor.yaml; the address is carried over.');
  const others = options.filter((option) => !/^(?:proxy_protocol|bind|ipv6only=.*|so_keepalive=.*)$/.test(option));
  if (others.length > 0) imported.note(place, `It is listened there without ${others.join(', ')}.`);
  const port = /^\d+$/.test(address) ? address : /:(\d+)$/.exec(address)?.[1];
  const host = port === undefined ? address : address.slice(0, -port.length).replace(/:$/, '');
  // All addresses of IPv6 and IPv4 are one here, and may be said twice there.
  const name = ['*', '[::]', '0.0.0.0'].includes(host) ? '' : host;
  const item = `${name}:${port ?? '1935'}`;
  if (imported.items(adaptor, 'hostPortList').includes(item)) imported.passOver();
  else imported.add(adaptor, 'hostPortList', [item], place);
}

/** Of all applications together outside of them. */
function maxConnections(
  { args: [most] }: Directive,
  imported: Imported,
  target: ImportTarget,
  place: ImportPlace,
): void {
  if (target.path.startsWith('apps/')) imported.set(target, 'resourceLimits.maxClients', Number(most), place);
  else imported.set(adaptor, 'resourceLimits.maxConnections', Number(most), place);
}

/** `play /var/media;` is recorded media; `play http://…` there is none of. */
function playFrom({ args }: Directive, imported: Imported, target: ImportTarget, place: ImportPlace): void {
  for (const dir of args) {
    if (/^https?:/.test(dir))
      imported.note(place, 'Recorded media is taken from folders, or from an origin: docs/edges.md.');
    else imported.add(target, 'streamManager.streams', [{ prefix: '', dir }], place);
  }
}

/** `record all;`, `record off;`, `record all manual;` */
function record({ args }: Directive, imported: Imported, target: ImportTarget, place: ImportPlace): void {
  if (args.includes('off')) return imported.passOver();
  if (args.includes('manual'))
    return imported.note(place, 'Recordings are begun by the console, the API or a script: docs/recording.md.');
  imported.set(target, 'streamManager.recording.streams', ['*'], place);
  if (!args.includes('all')) imported.note(place, 'Sound and pictures are recorded together.');
}

/** One file for each stream, which goes on. */
function recordAppend(
  { args: [value] }: Directive,
  imported: Imported,
  target: ImportTarget,
  place: ImportPlace,
): void {
  if (value !== 'on') return imported.passOver();
  imported.set(target, 'streamManager.recording.name', '{stream}', place);
  imported.set(target, 'streamManager.recording.existing', 'append', place);
}

function hook(told: readonly string[]): Handler {
  return ({ args: [url = ''] }, imported, target, place) =>
    imported.add(target, 'hooks', [{ url, events: told, format: 'form' }], place);
}
