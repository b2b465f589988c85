/** An IP address in the one way of writing it: IPv6 short and in lower case, IPv4 without an IPv6 prefix. */
export function canonicalAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  if (!plain.includes(':')) return plain;
  try {
    return new URL(`http://[${plain}]`).hostname.slice(1, -1);
  } catch {
    return plain;
  }
}
