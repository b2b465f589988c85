import { expect, it } from 'vitest';
import { byteRange } from '../../../src/admin/api/byte-range.js';

it.each([
  [undefined, undefined],
  ['items=0-1', undefined],
  ['bytes=-', undefined],
  ['bytes=0-0,5-6', undefined],
  ['bytes=0-0', { from: 0, to: 0 }],
  ['bytes=10-', { from: 10, to: 99 }],
  ['bytes=-10', { from: 90, to: 99 }],
  ['bytes=-1000', { from: 0, to: 99 }],
  ['bytes=90-1000', { from: 90, to: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=5-4', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
])('the part of 100 bytes that %s asks for', (header, range) => {
  expect(byteRange(header, 100)).toEqual(range);
});
