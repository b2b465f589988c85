/** An address as people write it: an IPv4 address that came through an IPv6 socket loses its `::ffff:`. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return '';
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}
