import { expect, test } from 'vitest';
import { isBareHello } from '../../../src/net/client-hello.js';

const u16 = (value: number) => [value >> 8, value & 0xff];
const sized = (content: readonly number[]) => [...u16(content.length), ...content];

/** The record of a ClientHello with these extensions, each without content. */
function hello(...extensions: readonly number[]): Uint8Array {
  const fixed = [1, 0, 0, 0, 3, 3, ...new Array<number>(32).fill(7)];
  const list = extensions.flatMap((type) => [...u16(type), 0, 0]);
  const body = [...fixed, 2, 9, 9, ...sized([0x13, 1, 0x13, 2]), 1, 0, ...sized(list)];
  return Uint8Array.from([0x16, 3, 1, ...sized(body)]);
}

test.each([
  ['nothing', hello(), true],
  ['groups and versions', hello(10, 43), true],
  ['its host', hello(10, 0, 43), false],
  ['its protocol', hello(10, 43, 16), false],
  ['what is no ClientHello', Uint8Array.of(0x16, 3, 1, 0, 3, 9, 9, 9), false],
  ['an empty record', Uint8Array.of(0x16, 3, 1, 0, 0), false],
])('a ClientHello with %s: %s', (_what, bytes, isBare) => {
  expect(isBareHello(bytes)).toBe(isBare);
  // Other records may follow.
  expect(isBareHello(Uint8Array.of(...bytes, 0x16, 3))).toBe(isBare);
  for (let end = 0; end < bytes.length; end++) expect(isBareHello(bytes.subarray(0, end))).toBe(undefined);
});

test('of extensions that reach beyond the record nothing is believed', () => {
  const bytes = hello(10);
  bytes[bytes.length - 5] = 200;
  expect(isBareHello(bytes)).toBe(false);
});
