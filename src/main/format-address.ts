import type { ListenAddress } from '../net/tcp-listener.js';

/** `host:port`, an IPv6 address in brackets. */
export function formatAddress({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
