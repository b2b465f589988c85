import { describe, expect, it } from 'vitest';
import { readProxyHeader } from '../../../src/net/proxy-header.js';
import { fromHex } from '../../support/hex.js';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const signature = '0d0a0d0a000d0a515549540a';

/** As sections 2.1 and 2.2 of the specification lay them out. */
const headers = [
  {
    name: 'version 1, IPv4',
    bytes: ascii('PROXY TCP4 192.0.2.7 198.51.100.1 56324 1935\r\n'),
    source: { address: '192.0.2.7', port: 56_324 },
  },
  {
    name: 'version 1, IPv6, the longest there is',
    bytes: ascii(
      'PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n',
    ),
    source: { address: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', port: 65_535 },
  },
  { name: 'version 1, unknown', bytes: ascii('PROXY UNKNOWN\r\n'), source: undefined },
  { name: 'version 1, unknown with addresses', bytes: ascii('PROXY UNKNOWN ::1 ::1 1 2\r\n'), source: undefined },
  {
    name: 'version 2, IPv4',
    bytes: fromHex(`${signature} 21 11 000c c0000207 c6336401 dc04 078f`),
    source: { address: '192.0.2.7', port: 56_324 },
  },
  {
    name: 'version 2, IPv6',
    bytes: fromHex(
      `${signature} 21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 dc04 078f`,
    ),
    source: { address: '2001:db8::7', port: 56_324 },
  },
  {
    name: 'version 2, IPv4 in IPv6',
    bytes: fromHex(
      `${signature} 21 21 0024 00000000000000000000ffffc0000207 00000000000000000000ffffc6336401 dc04 078f`,
    ),
    source: { address: '192.0.2.7', port: 56_324 },
  },
  {
    name: 'version 2, IPv4 with additions',
    bytes: fromHex(`${signature} 21 11 0014 c0000207 c6336401 dc04 078f 03 0004 fd16eecb 00`),
    source: { address: '192.0.2.7', port: 56_324 },
  },
  { name: 'version 2, for itself', bytes: fromHex(`${signature} 20 00 0000`), source: undefined },
  { name: 'version 2, unspecified', bytes: fromHex(`${signature} 21 00 0000`), source: undefined },
];

describe('a PROXY header', () => {
  it.each(headers)('$name: is read, and ends where the client begins', ({ bytes, source }) => {
    const followed = Uint8Array.from([...bytes, 3, 0, 0, 0, 0]);
    expect(readProxyHeader(bytes)).toEqual({ length: bytes.length, source });
    expect(readProxyHeader(followed)).toEqual({ length: bytes.length, source });
  });

  it.each(headers)('$name: is incomplete up to its last byte', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++) {
      expect(readProxyHeader(bytes.subarray(0, length))).toBe('incomplete');
    }
  });

  it.each([
    ['an RTMP handshake', Uint8Array.of(3, 0, 0, 0)],
    ['HTTP', ascii('POST /open/1 HTTP/1.1\r\n')],
    ['another word', ascii('PROXX TCP4 192.0.2.7 198.51.100.1 1 2\r\n')],
    ['an address that is none', ascii('PROXY TCP4 192.0.2.777 198.51.100.1 1 2\r\n')],
    ['an IPv6 address where IPv4 is announced', ascii('PROXY TCP4 ::1 ::1 1 2\r\n')],
    ['a port that is none', ascii('PROXY TCP4 192.0.2.7 198.51.100.1 65536 2\r\n')],
    ['a port with a sign', ascii('PROXY TCP4 192.0.2.7 198.51.100.1 +1 2\r\n')],
    ['too many words', ascii('PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n')],
    ['another family', ascii('PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n')],
    ['a line without end', ascii(`PROXY TCP4 ${'1'.repeat(107)}`)],
    ['a signature that goes wrong', fromHex('0d0a0d0a000d0a515549540b')],
    ['version 1 in the frame of version 2', fromHex(`${signature} 11 11 000c`)],
    ['more additions than anybody makes', fromHex(`${signature} 21 11 ffff`)],
    ['too few bytes for IPv4', fromHex(`${signature} 21 11 0004 c0000207`)],
    ['too few bytes for IPv6', fromHex(`${signature} 21 21 000c c0000207 c6336401 dc04 078f`)],
  ])('%s is none', (_name, bytes) => {
    expect(readProxyHeader(bytes)).toBe('invalid');
  });
});
