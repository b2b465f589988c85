import { isIPv4, isIPv6 } from 'node:net';
import { isHostName } from './host-name.js';

/** Where to listen. */
export interface HostPort {
  /** An IP address or a host name; absent for every address of the machine. */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** For TLS only. */
  readonly secure?: boolean;
}

const hostPortPattern = /^(?:\[([^[\]]*)\]|([^:[\]]*)):(\d{1,5})$/;

/** Reads `:1935`, `127.0.0.1:1935`, `media.example.com:1935` or `[::1]:1935`. */
export function parseHostPort(written: string): HostPort | undefined {
  const match = hostPortPattern.exec(written);
  if (match === null) return undefined;
  const [, ipv6, host] = match;
  const port = Number(match[3]);
  if (port > 65535) return undefined;
  if (ipv6 !== undefined) return isIPv6(ipv6) ? { host: ipv6, port } : undefined;
  if (host === undefined || host === '') return { port };
  return isIPv4(host) || isHostName(host) ? { host, port } : undefined;
}

/** Reads the same, and `:-443` for a port that is for TLS only, as FMS writes it. */
export function parseListenAddress(written: string): HostPort | undefined {
  const plain = written.replace(/:-(\d+)$/, ':$1');
  const parsed = parseHostPort(plain);
  return parsed === undefined || plain === written ? parsed : { ...parsed, secure: true };
}

/** The opposite of {@link parseListenAddress}. */
export function formatHostPort({ host = '', port, secure = false }: HostPort): string {
  return `${host.includes(':') ? `[${host}]` : host}:${secure ? '-' : ''}${port}`;
}

/** Whether two listeners cannot exist beside each other. */
export function portsCollide(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.port === 0) return false;
  return a.host === b.host || isEveryAddress(a) || isEveryAddress(b);
}

function isEveryAddress({ host }: HostPort): boolean {
  return host === undefined || host === '::' || host === '0.0.0.0';
}
