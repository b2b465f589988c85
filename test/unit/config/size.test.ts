import { describe, expect, it } from 'vitest';
import { formatSize, parseSize } from '../../../src/config/size.js';

describe('size', () => {
  it.each([
    ['0', 0],
    [4096, 4096],
    ['4096', 4096],
    ['256B', 256],
    ['64KiB', 65_536],
    ['64KB', 64_000],
    ['10MB', 10_000_000],
    ['16MiB', 16_777_216],
    ['1.5MiB', 1_572_864],
    ['1GB', 1_000_000_000],
    ['1GiB', 1_073_741_824],
  ])('%s is %d bytes', (written, bytes) => {
    expect(parseSize(written)).toBe(bytes);
  });

  it.each([
    '',
    '10 MB',
    '10M',
    '10mb',
    '64kib',
    '-1',
    -1,
    '1e3',
    'MB',
    '10MB/s',
    '9999999999GB',
    Infinity,
    NaN,
    null,
    [],
  ])('%j is none', (written) => {
    expect(parseSize(written)).toBeUndefined();
  });

  it.each([
    [0, '0'],
    [1, '1'],
    [4097, '4097'],
    [4096, '4KiB'],
    [65_536, '64KiB'],
    [10_000_000, '10MB'],
    [2_500_000, '2500KB'],
    [1_073_741_824, '1GiB'],
  ])('%d bytes are written %s, which reads the same', (bytes, written) => {
    expect(formatSize(bytes)).toBe(written);
    expect(parseSize(written)).toBe(bytes);
  });
});
