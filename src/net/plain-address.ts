/**
 * An address as people write it: an IPv4 address that came through an IPv6 socket loses its `::ffff:`, a
 * link-local one the interface it came in by, which no rule can name.
 */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return '';
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
