import { expect, test } from 'vitest';
import { fnv1a } from '../../../src/bytes/fnv1a.js';

/** From the test suite of the authors of FNV. */
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('FNV-1a of "%s"', (text, hash) => {
  expect(fnv1a(new TextEncoder().encode(text))).toBe(hash);
  expect(fnv1a(new TextEncoder().encode(`skipped${text}`), 7)).toBe(hash);
});
