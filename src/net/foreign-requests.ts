import { isIP } from 'node:net';
import { isLoopback } from './plain-address.js';

/**
 * Whether a `Host` header names something else than this machine itself. Who sends none is no browser: load
 * balancers of old ask for `/healthz` with HTTP/1.0.
 *
 * @param names that are ours besides, in lower case
 */
export function isForeignHost(host: string | undefined, names: readonly string[] = []): boolean {
  if (host === undefined) return false;
  const name = hostName(`http://${host}`);
  if (name === undefined) return true;
  if (names.includes(name)) return false;
  if (isIP(name) !== 0) return !isLoopback(name);
  return name !== 'localhost' && !name.endsWith('.localhost');
}

/** Whether a page that was not loaded from `host` makes the request. Only browsers say by `Origin` who asks. */
export function isForeignOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  const [from, to] = [authority(origin), authority(`http://${host ?? ''}`)];
  return from === undefined || from !== to;
}

/** In lower case; an IPv6 address without its brackets. */
function hostName(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}

function authority(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
