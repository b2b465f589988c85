import type { Imported, ImportPlace, ImportTarget } from '../imported.js';
import type { Directive } from './directives.js';

/** Options of `push` and `pull` that are carried over; what else they told the other server is not said here. */
const CARRIED: ReadonlySet<string> = new Set(['name', 'playPath', 'app', 'static']);

/**
 * `push rtmp://host[/app[/name]] …;`, `pull rtmp://host/app/name name=here static;`
 *
 * @param application in which it stands: what an address means that names none
 */
export function relay(
  { name: verb, args }: Directive,
  imported: Imported,
  target: ImportTarget,
  place: ImportPlace,
  application: string | undefined,
): void {
  const [address = '', ...options] = args;
  const option = (key: string): string | undefined =>
    options.find((written) => written.startsWith(`${key}=`))?.slice(key.length + 1);
  const [, scheme = 'rtmp://', host = '', path = ''] = /^(rtmps?:\/\/)?([^/]+)\/?(.*)$/.exec(address) ?? [];
  const [first = '', ...rest] = path.split('/');
  const app = option('app') ?? (first === '' ? application : first);
  if (app === undefined || host === '')
    return imported.note(place, 'The address names no application: set restream yourself.');
  const others = options.map((written) => written.split('=')[0]!).filter((key) => !CARRIED.has(key));
  if (others.length > 0)
    imported.note(place, `The other server is not told ${others.join(', ')}; the rest is carried over.`);
  const url = `${scheme}${host}/${app}`;
  const there = option('playPath') ?? (rest.join('/') || undefined);
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

/** What follows the application in an address is a key more often than not. */
export function withoutKey(argument: string): string {
  return argument.replace(/^((?:rtmps?:\/\/)?[^/]+\/[^/]+)\/.+$/, '$1/…').replace(/\?.*$/, '?…');
}
