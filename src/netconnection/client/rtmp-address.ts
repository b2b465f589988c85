/** Where an application is on another server. */
export interface RtmpAddress {
  /** `rtmps`, `rtmpts`: over TLS. */
  readonly secure: boolean;
  /** `rtmpe`, `rtmpte`: encrypted as Flash does it. */
  readonly encrypted?: true;
  /** `rtmpt`, `rtmpts`, `rtmpte`: through HTTP. */
  readonly tunnelled?: true;
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `application[/instance][?query]`, as connect says it. */
  readonly app: string;
  /** The whole address, as connect says it. */
  readonly tcUrl: string;
}

const ADDRESS =
  /^(rtmp(?:s|e|t|ts|te)?):(?:\/\/(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?\/+|\/(?!\/))([^\s\p{Cc}/][^\s\p{Cc}]*)$/iu;
const MAX_LENGTH = 4096;

/**
 * Reads `rtmp://host[:port]/application[/instance][?query]`, and the same with `rtmpe`, `rtmps`, `rtmpt`, `rtmpts` and
 * `rtmpte`; unless others are named the ports are 1935, 443 over TLS and 80 through HTTP. Without a host, `rtmp:/application`,
 * it is this machine, as in Flash Media Server. Undefined for anything else.
 */
export function parseRtmpAddress(text: string): RtmpAddress | undefined {
  const match = text.length > MAX_LENGTH ? null : ADDRESS.exec(text);
  if (match === null) return undefined;
  const [, written = '', authority = 'localhost', port, path = ''] = match;
  const scheme = written.toLowerCase();
  const [secure, encrypted] = [scheme.endsWith('s'), scheme.endsWith('e')];
  const tunnelled = scheme.startsWith('rtmpt');
  const number = port === undefined ? (secure ? 443 : tunnelled ? 80 : 1935) : Number(port);
  if (number === 0 || number > 65_535) return undefined;
  const app = path.replace(/\/+$/, '');
  const shownPort = port === undefined ? '' : `:${port}`;
  return {
    secure,
    ...(encrypted && { encrypted }),
    ...(tunnelled && { tunnelled }),
    host: authority.replace(/^\[|\]$/g, ''),
    port: number,
    app,
    tcUrl: `${scheme}://${authority}${shownPort}/${app}`,
  };
}
