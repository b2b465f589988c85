import type { ImportPlace, ImportTarget } from '../imported.js';
import { Imported } from '../imported.js';
import type { Literal } from './literals.js';
import { LiteralObject, readLiterals } from './literals.js';

const server: ImportTarget = { path: 'conf/server.yaml', level: 'server' };
const adaptor: ImportTarget = { path: 'conf/_defaultRoot_/adaptor.yaml', level: 'adaptor' };
const shared: ImportTarget = { path: 'conf/_defaultRoot_/_defaultVHost_/application.yaml', level: 'application' };

type Handler = (value: Literal, imported: Imported, place: ImportPlace) => void;

const KEYS = 'Keys are made here: afterglow key add, and signed addresses in place of ?sign=: docs/access.md.';
const FFMPEG = 'Nothing is converted: HLS is made of the stream as it is, recordings by streamManager.recording.';

/** By dotted name. */
const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['rtmp.port', (value, imported, place) => imported.add(adaptor, 'hostPortList', [`:${text(value)}`], place)],
  ['rtmp.chunk_size', (value, imported, place) => imported.set(shared, 'client.outChunkSize', value, place)],
  [
    'rtmp.gop_cache',
    (value, imported, place) => imported.set(shared, 'streamManager.live.accumulatedIFrames.enabled', value, place),
  ],
  ['rtmp.ping', (value, imported, place) => imported.set(adaptor, 'rtmp.pingPeriod', `${text(value)}s`, place)],
  [
    'rtmp.ping_timeout',
    (value, imported, place) => imported.set(adaptor, 'rtmp.pingTimeout', `${text(value)}s`, place),
  ],
  ['rtmp.ssl', (value, imported, place) => certificate(value, imported, place)],
  ['rtmps', (value, imported, place) => certificate(value, imported, place)],
  ['https', (value, imported, place) => certificate(value, imported, place)],
  ['http.port', (value, imported, place) => imported.set(server, 'http.hostPort', `:${text(value)}`, place)],
  ['http.allow_origin', (value, imported, place) => imported.add(server, 'http.cors.origins', [text(value)], place)],
  [
    'http.mediaroot',
    (_value, imported, place) =>
      imported.note(place, 'Recordings lie in streams of the data folder (--data), or in streamManager.storageDir.'),
  ],
  [
    'bind',
    (_value, imported, place) =>
      imported.note(place, 'Write the address before the port: hostPortList of adaptor.yaml.'),
  ],
  ['auth.publish', required('publish')],
  ['auth.play', required('play')],
  ['auth.secret', (_value, imported, place) => imported.note(place, KEYS)],
  ['auth.api_user', (_value, imported, place) => imported.note(place, 'Make the user anew: afterglow user add.')],
  ['relay.tasks', (value, imported, place) => tasks(value, imported, place, relay)],
  ['trans.tasks', (value, imported, place) => tasks(value, imported, place, transcode)],
  [
    'fission.tasks',
    (_value, imported, place) =>
      imported.note(
        place,
        'Nothing is converted to other sizes here: let the encoder send several, or ffmpeg make them.',
      ),
  ],
  ['record.path', (value, imported, place) => imported.set(shared, 'streamManager.storageDir', value, place)],
  [
    'notify.url',
    (value, imported, place) =>
      imported.add(shared, 'hooks', [{ url: text(value), events: ['publish', 'unpublish', 'play', 'stop'] }], place),
  ],
  [
    'static.router',
    (_value, imported, place) =>
      imported.note(place, 'The player page is at /; other pages want a web server of their own.'),
  ],
]);

const silent =
  /^(?:logType|trans\.ffmpeg|relay\.ffmpeg|fission\.ffmpeg|auth\.(?:api|api_pass|jwt|play_sign|publish_sign)|http\.(?:webroot|api)|api\.|store\.|rtmp\.(?:ping_ms|port_tls)|cluster\.)/;

/** What the configuration of a Node-Media-Server says, JSON or JavaScript, as ours says it. Throws ImportError. */
export function importNodeMediaServer(file: string, source: string): Imported {
  const imported = new Imported();
  walk(readLiterals(file, source, ['rtmp', 'http', 'rtmps', 'relay']), '');
  return imported;

  function walk(object: LiteralObject, path: string): void {
    for (const [key, { value, line }] of object.entries) {
      const name = path === '' ? key : `${path}.${key}`;
      const place = { file, line, what: shown(name, value) };
      const handler = handlers.get(name);
      if (handler !== undefined) handler(value, imported, place);
      else if (silent.test(name)) imported.passOver();
      else if (value instanceof LiteralObject) walk(value, name);
      else imported.note(place, 'It has no counterpart here.');
    }
  }
}

function certificate(value: Literal, imported: Imported, place: ImportPlace): void {
  if (!(value instanceof LiteralObject)) return;
  const [certFile, keyFile, port] = ['cert', 'key', 'port'].map((key) => value.entries.get(key)?.value);
  if (typeof certFile !== 'string' || typeof keyFile !== 'string') return imported.passOver();
  imported.set(adaptor, 'tls.certificates', [{ certFile, keyFile }], place);
  if (port !== undefined) imported.add(adaptor, 'hostPortList', [`:-${text(port)}`], place);
}

function required(verb: 'publish' | 'play'): Handler {
  return (value, imported, place) => {
    if (value === true) imported.set(shared, `${verb}.requires`, 'key', place);
    else imported.set(shared, `${verb}.requires`, 'nothing', place);
  };
}

function tasks(
  value: Literal,
  imported: Imported,
  place: ImportPlace,
  one: (task: ReadonlyMap<string, Literal>, imported: Imported, place: ImportPlace) => void,
): void {
  for (const task of Array.isArray(value) ? (value as readonly Literal[]) : []) {
    if (!(task instanceof LiteralObject)) continue;
    const fields = new Map([...task.entries].map(([key, entry]) => [key, entry.value]));
    one(fields, imported, { ...place, what: `${place.what} of ${text(fields.get('app') ?? '*')}` });
  }
}

function relay(task: ReadonlyMap<string, Literal>, imported: Imported, place: ImportPlace): void {
  const [app, mode, edge, name] = ['app', 'mode', 'edge', 'name'].map((key) => text(task.get(key) ?? ''));
  const target: ImportTarget = { path: `apps/${app ?? ''}/application.yaml`, level: 'application' };
  // `rtmp://host` alone means the same application there.
  const found = /^(rtmps?:\/\/[^/]+)(?:\/([^/?]+)(?:\/(.+))?)?\/?$/.exec(edge ?? '');
  if (found === null || app === '') return imported.note(place, 'It names no RTMP server: set restream yourself.');
  const url = `${found[1]!}/${found[2] ?? app ?? ''}`;
  if (mode === 'push')
    imported.add(target, 'restream.targets', [{ stream: '*', url, ...(found[3] && { name: found[3] }) }], place);
  else if (mode === 'static')
    imported.add(target, 'restream.sources', [{ stream: name, url, name: found[3] ?? name }], place);
  else imported.add(target, 'restream.sources', [{ stream: '*', url, onDemand: true }], place);
}

function transcode(task: ReadonlyMap<string, Literal>, imported: Imported, place: ImportPlace): void {
  const app = text(task.get('app') ?? '');
  if (task.get('mp4') === true && app !== '') {
    const target: ImportTarget = { path: `apps/${app}/application.yaml`, level: 'application' };
    imported.set(target, 'streamManager.recording.streams', ['*'], place);
    imported.set(target, 'streamManager.recording.format', 'mp4', place);
  } else if (task.get('hls') === true && !task.has('vc')) imported.passOver();
  else imported.note(place, FFMPEG);
}

function text(value: Literal): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function shown(name: string, value: Literal): string {
  if (typeof value === 'object') return name;
  return `${name} = ${/pass|secret|user|key/i.test(name) ? '…' : String(value)}`;
}
