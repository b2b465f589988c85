/** A server that clients are sent on to. */
export interface RouteTarget {
  /** `link`: an Afterglow server; `rtmp`: any server that speaks RTMP. */
  readonly way: 'link' | 'rtmp';
  /** Over TLS. */
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The Unix socket of a server on this machine, in place of host and port. */
  readonly path?: string;
  /** It was the client that named the host. */
  readonly byClient?: true;
}

/** Which servers stand behind the address that a client dialled. */
export interface Route {
  /** `*` for every one. */
  readonly host: string;
  readonly port: string;
  /** In the order in which they are tried; empty: who dials that address is refused. `*` stands for what was dialled. */
  readonly targets: readonly WrittenTarget[];
}

export interface WrittenTarget {
  readonly way: 'link' | 'rtmp';
  readonly secure: boolean;
  readonly host: string;
  readonly port: string;
  readonly path?: string;
}

const UNIX = /^unix:(\/[^;]+)$/;
const AUTHORITY = /^(\*|\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+):(\*|\d{1,5})$/iu;
const TARGET = /^(?:(links?|rtmps?):\/\/)?(.+)$/i;

/**
 * Reads a route as FMS writes it, `host:port;host:port`: left what clients dial, right where they are sent, `*` for every
 * one and for what was dialled, `null` for nowhere. More than FMS has: several servers, tried in their order, and
 * `rtmp://`, `rtmps://`, `link://` or `links://` before each, `unix:/path` for a socket of this machine. Undefined for anything else.
 */
export function parseRoute(text: string): Route | undefined {
  const [left = '', ...right] = text.split(';').map((part) => part.trim());
  const match = AUTHORITY.exec(left);
  if (match === null || right.length === 0) return undefined;
  const route = { host: plainHost(match[1]!), port: match[2]! };
  if (right.length === 1 && right[0] === 'null') return { ...route, targets: [] };
  const targets = right.map((target) => parseTarget(target));
  return targets.every((target) => target !== undefined) ? { ...route, targets } : undefined;
}

/**
 * Where a client goes that dialled `host:port`: the first route that fits counts. Undefined if none does; an empty
 * list if it is to be refused.
 */
export function findRoute(routes: readonly Route[], host: string, port: number): readonly RouteTarget[] | undefined {
  const fits = (route: Route): boolean =>
    (route.host === '*' || route.host === host.toLowerCase()) && (route.port === '*' || Number(route.port) === port);
  return routes.find(fits)?.targets.map((target) => ({
    way: target.way,
    secure: target.secure,
    ...(target.host === '*' ? { host, byClient: true as const } : { host: target.host }),
    port: target.port === '*' ? port : Number(target.port),
    ...(target.path === undefined ? {} : { path: target.path }),
  }));
}

/** As it is written in a route: `link://origin.example.com:1935`. */
export function describeTarget({ way, secure, host, port, path }: RouteTarget): string {
  if (path !== undefined) return `unix:${path}`;
  return `${way}${secure ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Reads `[scheme://]host:port` or `unix:/path`; undefined for anything else. */
export function parseTarget(text: string, standard = 'link'): WrittenTarget | undefined {
  const [, path] = UNIX.exec(text) ?? [];
  if (path !== undefined) return { way: 'link', secure: false, host: 'localhost', port: '0', path };
  const [, scheme = standard, authority = ''] = TARGET.exec(text) ?? [];
  const match = AUTHORITY.exec(authority);
  if (match === null || Number(match[2]) > 65_535) return undefined;
  const name = scheme.toLowerCase();
  return {
    way: name.startsWith('link') ? 'link' : 'rtmp',
    secure: name.endsWith('s'),
    host: plainHost(match[1]!),
    port: match[2]!,
  };
}

function plainHost(written: string): string {
  return written.replace(/^\[|\]$/g, '').toLowerCase();
}
