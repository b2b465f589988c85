import { describe, expect, it } from 'vitest';
import { webSocketFrame } from '../../../src/net/web-socket-frame.js';
import { isAllowedOrigin } from '../../../src/net/allowed-origins.js';

describe('a frame of a WebSocket', () => {
  it.each([
    [0, [0x82, 0]],
    [125, [0x82, 125]],
    [126, [0x82, 126, 0, 126]],
    [65_535, [0x82, 126, 0xff, 0xff]],
    [65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])('of %i bytes begins as RFC 6455 says', (length, head) => {
    const payload = new Uint8Array(length).fill(7);
    const frame = webSocketFrame([payload]);
    expect([...frame.subarray(0, head.length)]).toEqual(head);
    expect(frame.subarray(head.length).equals(payload)).toBe(true);
  });

  it('is made once for all who are sent the same', () => {
    const [one, other] = [Uint8Array.of(1), Uint8Array.of(2)];
    const frame = webSocketFrame([one]);
    expect(webSocketFrame([one])).toBe(frame);
    expect([...webSocketFrame([one, other])]).toEqual([0x82, 2, 1, 2]);
  });
});

describe('the origin of a page', () => {
  const list = ['https://pages.example'];
  it.each([
    ['of no browser', undefined, list, true],
    ['of our own', 'http://media.example:8080', [], true],
    ['in the list', 'https://pages.example', list, true],
    ['with another scheme', 'http://pages.example', list, false],
    ['that goes on', 'https://pages.example.evil', list, false],
    ['of a subdomain', 'https://a.pages.example', list, false],
    ['null', 'null', list, false],
    ['any, where all may', 'null', ['*'], true],
  ])('%s', (_what, origin, origins, allowed) => {
    expect(isAllowedOrigin(origin, 'media.example:8080', origins)).toBe(allowed);
  });
});
