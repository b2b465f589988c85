/** The next server of an address in which the client itself names the servers on its way. */
export interface ExplicitHop {
  readonly secure: boolean;
  /** In lower case, without brackets. */
  readonly host: string;
  readonly port: number;
  /** What the client is to say there. */
  readonly app: string;
  readonly tcUrl: string;
}

const HOP = /^(rtmps?):\/\/(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?\/+(.+)$/iu;
const MAX_HOPS = 8;

/**
 * The next hop of the `app` of a connect command of the form `?rtmp://origin/application[/instance]`, which is what comes
 * of `rtmp://edge/?rtmp://origin/application`; undefined for any other.
 */
export function explicitHop(app: string): ExplicitHop | undefined {
  const tcUrl = /^\/*\?(rtmps?:.*)$/i.exec(app)?.[1];
  const match = tcUrl === undefined ? null : HOP.exec(tcUrl);
  if (match === null) return undefined;
  const [, scheme = '', host = '', port, rest = ''] = match;
  const secure = scheme.toLowerCase() === 'rtmps';
  const number = port === undefined ? (secure ? 443 : 1935) : Number(port);
  if (number === 0 || number > 65_535) return undefined;
  return { secure, host: host.replace(/^\[|\]$/g, '').toLowerCase(), port: number, app: rest, tcUrl: tcUrl! };
}

/**
 * What such an address is called here: `application@host_port/instance?query`, with `@host_port` for each server on the
 * way and an `s` behind the port for TLS. Undefined if it is no such address.
 */
export function explicitPath(app: string): string | undefined {
  let hops = '';
  let rest = app;
  for (let i = 0; i < MAX_HOPS; i++) {
    const hop = explicitHop(rest);
    if (hop === undefined) break;
    hops += `@${hop.host.replaceAll(':', '-')}_${hop.port}${hop.secure ? 's' : ''}`;
    rest = hop.app;
  }
  if (hops === '' || rest.startsWith('?')) return undefined;
  const [, application = '', more = ''] = /^([^/?]+)(.*)$/s.exec(rest) ?? [];
  return application === '' ? undefined : `${application}${hops}${more}`;
}

/** The next server of an application of such a name; undefined for any other name. */
export function nextHopOf(application: string): { host: string; port: number; secure: boolean } | undefined {
  const [, host, port, secure] = /^[^@]+@([^@]+)_(\d+)(s?)(?:@|$)/.exec(application) ?? [];
  return host === undefined ? undefined : { host, port: Number(port), secure: secure === 's' };
}
