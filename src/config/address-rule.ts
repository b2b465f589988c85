import { isIP } from 'node:net';

/**
 * Whether this names addresses: `all`, `loopback`, an IPv4 or IPv6 address, or a network such as
 * `10.0.0.0/8` or `2001:db8::/32`.
 */
export function isAddressRule(text: string): boolean {
  if (text === 'all' || text === 'loopback') return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes('%')) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
