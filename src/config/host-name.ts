const label = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';
const hostNamePattern = new RegExp(String.raw`^${label}(\.${label})*$`, 'i');

/** Whether this is a host name: labels of letters, digits, `-` and `_`, and not an IPv4 address that went wrong. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && hostNamePattern.test(text) && !/^[\d.]+$/.test(text);
}
