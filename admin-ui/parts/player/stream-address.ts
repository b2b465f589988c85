/** A stream, and from where it is played. */
export interface StreamAddress {
  /** `http(s)://host[:port]` of where it comes from. */
  readonly origin: string;
  readonly application: string;
  /** `_definst_` may be left out of addresses. */
  readonly instance: string;
  readonly name: string;
  /** What the stream is asked for with, without the question mark: a key, a signature. */
  readonly query: string;
}

export const DEFAULT_INSTANCE = '_definst_';

/** `live/studio`, `live/room/studio`: the stream as paths have it, escaped. */
export function streamPath({ application, instance, name }: Omit<StreamAddress, 'origin' | 'query'>): string {
  // A name with slashes would be taken for one in an instance.
  const shown = instance === DEFAULT_INSTANCE && !name.includes('/') ? [] : [instance];
  return [application, ...shown, ...name.split('/')].map(encodeURIComponent).join('/');
}

/** The other way round; undefined if the path names no stream. */
export function parseStreamPath(path: string): Pick<StreamAddress, 'application' | 'instance' | 'name'> | undefined {
  const [application = '', ...rest] = path.split('/').filter(Boolean).map(unescaped);
  const [instance, ...name] = rest.length > 1 ? rest : [DEFAULT_INSTANCE, ...rest];
  return name.length === 0 ? undefined : { application, instance: instance!, name: name.join('/') };
}

export function flvAddress(address: StreamAddress, scheme: 'http' | 'ws'): string {
  const origin = scheme === 'ws' ? address.origin.replace(/^http/, 'ws') : address.origin;
  return `${origin}/${streamPath(address)}.flv${asked(address)}`;
}

export function hlsAddress(address: StreamAddress): string {
  return `${address.origin}/${streamPath(address)}/index.m3u8${asked(address)}`;
}

/** Where the application is, as `NetConnection.connect` wants it. */
export function applicationAddress({ origin, application, instance }: StreamAddress): string {
  return `${origin.replace(/^http/, 'ws')}/${encodeURIComponent(application)}/${encodeURIComponent(instance)}`;
}

function asked({ query }: StreamAddress): string {
  return query === '' ? '' : `?${query}`;
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
