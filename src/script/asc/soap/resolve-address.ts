/** What a document at `base` means by an address, as RFC 3986 section 5.2 has it of `http` and `https`. */
export function resolveAddress(address: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return address;
  const [, scheme = '', host = '', path = '/'] = /^([a-z]+:)(\/\/[^/?#]*)([^?#]*)/i.exec(base) ?? [];
  if (address.startsWith('//')) return scheme + address;
  const [, given = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(address) ?? [];
  if (given === '') return scheme + host + path + rest;
  const whole = given.startsWith('/') ? given : path.slice(0, path.lastIndexOf('/') + 1) + given;
  return scheme + host + withoutDots(whole) + rest;
}

function withoutDots(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}
