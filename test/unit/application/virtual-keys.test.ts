import { expect, test } from 'vitest';
import { virtualKeyOf } from '../../../src/application/virtual-keys.js';

const RANGES = [
  { from: 'WIN 7,0,19,0', to: 'WIN 9,0,0,0', key: 'A' },
  { from: 'WIN 9', to: 'WIN 11,2', key: 'B' },
  { from: 'MAC 7,0,19,0', to: 'MAC 9,0,0,0', key: 'C' },
  { from: 'LNX 1', to: 'MAC 9', key: 'never' },
];

test.each([
  ['WIN 7,0,19,0', 'A'],
  ['WIN 7,0,18,999', undefined],
  ['WIN 8,0,0,0', 'A'],
  ['WIN 9,0,0,0', 'A'],
  ['WIN 9,0,0,1', 'B'],
  ['WIN 10,3,181,14', 'B'],
  ['WIN 11,2,0,0', 'B'],
  ['WIN 11,2,0,1', undefined],
  ['win 8,0,0,0', 'A'],
  ['MAC 8,0,0,0', 'C'],
  ['LNX 8,0,0,0', undefined],
  ['FMLE/3.0 (compatible; FMSc/1.0)', undefined],
  ['', undefined],
  ['WIN', undefined],
  ['WIN ', undefined],
  [`WIN ${'9'.repeat(400)},0,0,0`, undefined],
])('%j has the key %j', (agent, key) => {
  expect(virtualKeyOf(agent, RANGES)).toBe(key);
});
