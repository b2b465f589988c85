/**
 * An address as people write it: an IPv4 address that came through an IPv6 socket loses its `::ffff:`, a
 * link-local one the interface it came in by, which no rule can name.
 */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return '';
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/** Whether a plain address is one of this machine's own, which nobody else can come from. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
