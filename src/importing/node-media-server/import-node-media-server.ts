import type { ImportPlace, ImportTarget } from '../imported.js';
import { Imported } from '../imported.js';
import type { Literal } from './literals.js';
import { LiteralObject, readLiterals } from './literals.js';

const server: ImportTarget = { path: 'conf/server.yaml', level: 'server' };
const adaptor: ImportTarget = { path: 'conf/_defaultRoot_/adaptor.yaml', level: 'adaptor' };
const shared: ImportTarget = { path: 'conf/_defaultRoot_/_defaultVHost_/application.yaml', level: 'application' };

/** `host` is the address of `bind`, empty for all. */
type Handler = (value: Literal, imported: Imported, place: ImportPlace, host: string) => void;

const KEYS = 'Keys are made here: afterglow key add, and signed addresses in place of ?sign=: docs/access.md.';
const PAGES = 'The player page is at /; other pages want a web server of their own.';
const COMPUTED = 'It is computed there, and nothing is run: set it yourself.';
const FFMPEG =
  'Nothing is converted, and there is no DASH: HLS is made of the stream as it is, recordings by streamManager.recording.';

/** By dotted name. */
const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  [
    'rtmp.port',
    (value, imported, place, host) => imported.add(adaptor, 'hostPortList', [`${host}:${text(value)}`], place),
  ],
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
  ['rtmp.ssl', certificate],
  ['rtmps', certificate],
  ['https', certificate],
  [
    'http.port',
    (value, imported, place, host) => imported.set(server, 'http.hostPort', `${host}:${text(value)}`, place),
  ],
  ['http.allow_origin', (value, imported, place) => imported.add(server, 'http.cors.origins', [text(value)], place)],
  [
    'http.mediaroot',
    (_value, imported, place) =>
      imported.note(place, 'Recordings lie in streams of the data folder (--data), or in streamManager.storageDir.'),
  ],
  ['bind', (_value, imported) => imported.passOver()],
  ['http.webroot', (_value, imported, place) => imported.note(place, PAGES)],
  ['auth.publish', required('publish')],
  ['auth.play', required('play')],
  ['auth.secret', (_value, imported, place) => imported.note(place, KEYS)],
  ['auth.api_user', (_value, imported, place) => imported.note(place, 'Make the user anew: afterglow user add.')],
  [
    'auth.jwt',
    (value, imported, place) => {
      const users = value instanceof LiteralObject ? value.entries.get('users')?.value : undefined;
      const names = (Array.isArray(users) ? (users as readonly Literal[]) : []).flatMap((user) =>
        user instanceof LiteralObject ? text(user.entries.get('username')?.value ?? '') : [],
      );
      imported.note(place, `Make the users anew (${names.join(', ')}): afterglow user add.`);
    },
  ],
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
  [
    'record.path',
    (value, imported, place) => {
      if (value === '') return imported.passOver();
      // Where it is said, everything is recorded.
      imported.set(shared, 'streamManager.storageDir', value, place);
      imported.set(shared, 'streamManager.recording.streams', ['*'], place);
    },
  ],
  [
    'notify.url',
    (value, imported, place) => {
      if (value === '') return imported.passOver();
      imported.add(shared, 'hooks', [{ url: text(value), events: ['publish', 'unpublish', 'play', 'stop'] }], place);
      imported.note(place, 'It is carried over; what it is sent has other names: docs/webhooks.md.');
    },
  ],
  ['static', (_value, imported, place) => imported.note(place, PAGES)],
]);

const silent =
  /^(?:logType|trans\.(?:ffmpeg|MediaRoot)|relay\.(?:ffmpeg|update_interval)|fission\.ffmpeg|auth\.(?:api|api_pass)|http\.api|cluster\.num)$/;

/** What the configuration of a Node-Media-Server says, JSON or JavaScript, as ours says it. Throws ImportError. */
export function importNodeMediaServer(file: string, source: string): Imported {
  const imported = new Imported();
  const root = readLiterals(file, source, ['rtmp', 'http', 'rtmps', 'relay']);
  const bind = text(root.entries.get('bind')?.value ?? '');
  const host = ['0.0.0.0', '::', '*'].includes(bind) ? '' : bind.includes(':') ? `[${bind}]` : bind;
  walk(root, '');
  // Nobody is asked for anything there unless auth says so.
  const first = [...root.entries.values()][0]?.line ?? 1;
  if (!imported.has(shared, 'publish.requires') && !root.entries.has('auth'))
    imported.set(shared, 'publish.requires', 'nothing', { file, line: first, what: 'no auth' });
  return imported;

  function walk(object: LiteralObject, path: string): void {
    for (const [key, { value, line }] of object.entries) {
      const name = path === '' ? key : `${path}.${key}`;
      const place = { file, line, what: shown(name, value) };
      const handler = handlers.get(name);
      if (value === null) imported.note(place, COMPUTED);
      else if (handler !== undefined) handler(value, imported, place, host);
      else if (silent.test(name)) imported.passOver();
      else if (value instanceof LiteralObject) walk(value, name);
      else imported.note(place, 'It has no counterpart here.');
    }
  }
}

function certificate(value: Literal, imported: Imported, place: ImportPlace, host: string): void {
  if (!(value instanceof LiteralObject)) return imported.note(place, COMPUTED);
  const [certFile, keyFile, port] = ['cert', 'key', 'port'].map((key) => value.entries.get(key)?.value);
  if (port === undefined || port === null) imported.note(place, 'No port is written out: add one to hostPortList.');
  else imported.add(adaptor, 'hostPortList', [`${host}:-${text(port)}`], place);
  if (typeof certFile !== 'string' || typeof keyFile !== 'string')
    return imported.note(place, 'Its files are computed: name them in tls.certificates of adaptor.yaml.');
  const pair = { certFile, keyFile };
  const known = imported
    .items(adaptor, 'tls.certificates')
    .some((item) => JSON.stringify(item) === JSON.stringify(pair));
  if (!known) imported.add(adaptor, 'tls.certificates', [pair], place);
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

/** Recording is carried over and HLS is there; what ffmpeg did besides is not. */
function transcode(task: ReadonlyMap<string, Literal>, imported: Imported, place: ImportPlace): void {
  const app = text(task.get('app') ?? '');
  if (task.get('mp4') === true && app !== '') {
    const target: ImportTarget = { path: `apps/${app}/application.yaml`, level: 'application' };
    imported.set(target, 'streamManager.recording.streams', ['*'], place);
    imported.set(target, 'streamManager.recording.format', 'mp4', place);
  }
  if (task.get('hls') === true)
    imported.note(place, 'HLS is always there, at http://host:8080/<application>/<stream>/index.m3u8.');
  const isConverted = ['vc', 'ac'].some((key) => !['', 'copy'].includes(text(task.get(key) ?? '')));
  if (isConverted || task.get('rtmp') === true || task.get('dash') === true) imported.note(place, FFMPEG);
}

function text(value: Literal): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function shown(name: string, value: Literal): string {
  if (typeof value === 'object') return name;
  return `${name} = ${/pass|secret|user|key/i.test(name) ? '…' : String(value)}`;
}
