import { describe, expect, it } from 'vitest';
import {
  formatBitrate,
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatMilliseconds,
  formatShare,
} from '../../../admin-ui/parts/quantities.js';

describe('quantities on pages', () => {
  it.each([
    [formatCount, 5000, '5,000'],
    [formatBytes, 0, '0 B'],
    [formatBytes, 999, '999 B'],
    [formatBytes, 1000, '1 kB'],
    [formatBytes, 99_940, '99.9 kB'],
    [formatBytes, 99_960, '100 kB'],
    [formatBytes, 999_499, '999 kB'],
    [formatBytes, 999_500, '1 MB'],
    [formatBytes, 3e18, '3000 PB'],
    [formatBitrate, 560_000, '4.5 Mbit/s'],
    [formatDuration, 7.9, '0:07'],
    [formatDuration, 3723, '1:02:03'],
    [formatDuration, 86_400 * 3 + 3600 * 4, '3 d 4 h'],
    [formatDuration, -5, '0:00'],
    [formatMilliseconds, 120, '120 ms'],
    [formatMilliseconds, -2500, '-2.5 s'],
    [formatShare, 0.125, '12.5 %'],
  ] as const)('%O of %d are %s', (format, value, text) => {
    expect(format(value)).toBe(text);
  });
});

it.each([
  [0, '0 clients', '0 properties'],
  [1, '1 client', '1 property'],
  [5000, '5,000 clients', '5,000 properties'],
])('%d of them in words', (value, clients, properties) => {
  expect([formatCounted(value, 'client'), formatCounted(value, 'property', 'properties')]).toEqual([
    clients,
    properties,
  ]);
});
