import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/config/duration.js';

describe('duration', () => {
  it.each([
    ['0', 0],
    [0, 0],
    ['0s', 0],
    ['500ms', 500],
    ['1.5s', 1500],
    ['10s', 10_000],
    ['20m', 1_200_000],
    ['60m', 3_600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0.4ms', 0],
  ])('%s is %d ms', (written, milliseconds) => {
    expect(parseDuration(written)).toBe(milliseconds);
  });

  it.each([
    '',
    '10',
    10,
    '10 s',
    '10S',
    '10sec',
    '-1s',
    '1e3s',
    '.5s',
    '5.s',
    's',
    '1m30s',
    ' 1s',
    '99999999999999d',
    null,
    {},
    true,
  ])('%j is none', (written) => {
    expect(parseDuration(written)).toBeUndefined();
  });

  it.each([
    [0, '0s'],
    [1, '1ms'],
    [1500, '1500ms'],
    [10_000, '10s'],
    [90_000, '90s'],
    [1_200_000, '20m'],
    [3_600_000, '1h'],
    [86_400_000, '1d'],
  ])('%d ms are written %s, which reads the same', (milliseconds, written) => {
    expect(formatDuration(milliseconds)).toBe(written);
    expect(parseDuration(written)).toBe(milliseconds);
  });
});
