/** Where an application is on another server. */
export interface RtmpAddress {
  /** `rtmps`: over TLS. */
  readonly secure: boolean;
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `application[/instance][?query]`, as connect says it. */
  readonly app: string;
  /** The whole address, as connect says it. */
  readonly tcUrl: string;
}

const ADDRESS =
  /^(rtmps?):(?:\/\/(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::(\d{1,5}))?\/+|\/(?!\/))([^\s\p{Cc}/][^\s\p{Cc}]*)$/iu;
const MAX_LENGTH = 4096;

/**
 * Reads `rtmp://host[:port]/application[/instance][?query]` and the same with `rtmps`; the ports are 1935 and 443 unless
 * others are named. Without a host, `rtmp:/application`, it is this machine, as in Flash Media Server. Undefined for
 * anything else, the ways of tunnelling and encrypting RTMP included.
 */
export function parseRtmpAddress(text: string): RtmpAddress | undefined {
  const match = text.length > MAX_LENGTH ? null : ADDRESS.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', authority = 'localhost', port, path = ''] = match;
  const secure = scheme.toLowerCase() === 'rtmps';
  const number = port === undefined ? (secure ? 443 : 1935) : Number(port);
  if (number === 0 || number > 65_535) return undefined;
  const app = path.replace(/\/+$/, '');
  const shownPort = port === undefined ? '' : `:${port}`;
  return {
    secure,
    host: authority.replace(/^\[|\]$/g, ''),
    port: number,
    app,
    tcUrl: `${scheme.toLowerCase()}://${authority}${shownPort}/${app}`,
  };
}
