import { expect, test } from 'vitest';
import { spokenProtocol } from '../../../src/net/first-bytes.js';

const encoder = new TextEncoder();

test.each([
  ['rtmp', [0x03], 'incomplete'],
  ['rtmp', [0x06, 0xff], 'incomplete'],
  ['rtmp', [0x08], 'incomplete'],
  ['rtmp', [0x09], 'incomplete'],
  ['tls', [0x16, 0x03], 'incomplete'],
  ['tls', [0x16, 0x03, 0x01, 0x02, 0x00], 'incomplete'],
  ...['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'].map(
    (method) => ['http', [...encoder.encode(`${method} `)], 'incomplete'] as const,
  ),
] as const)('%s is known by %j, and no sooner', (protocol, bytes, before) => {
  const whole = Uint8Array.from(bytes);
  expect(spokenProtocol(whole)).toBe(protocol);
  const least = [...whole.keys()].find((length) => spokenProtocol(whole.subarray(0, length + 1)) === protocol)!;
  for (let length = 0; length <= least; length++) expect(spokenProtocol(whole.subarray(0, length))).toBe(before);
});

test.each([
  [[0x00]],
  [[0x04]],
  [[0x16, 0x02]],
  [[0x80, 0x2e]],
  [[0xff]],
  [[...encoder.encode('get ')]],
  [[...encoder.encode('GETS')]],
  [[...encoder.encode('CONNECT ')]],
  [[...encoder.encode('SSH-')]],
  [[...encoder.encode('\r\n')]],
])('%j is nothing that is known', (bytes) => {
  expect(spokenProtocol(Uint8Array.from(bytes))).toBe('unknown');
});
