import { describe, expect, it } from 'vitest';
import type { Run } from '../../../bench/measurement.js';
import { median, medians } from '../../../bench/medians.js';

describe('median', () => {
  it.each([
    { name: 'nothing', values: [], value: undefined },
    { name: 'one', values: [7], value: 7 },
    { name: 'odd, unsorted, by number and not by digits', values: [10, 9, 100], value: 10 },
    { name: 'even', values: [4, 1, 3, 2], value: 2.5 },
  ])('$name', ({ values, value }) => {
    expect(median(values)).toBe(value);
  });

  it('leaves the order of its input', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('medians of runs', () => {
  const run = (server: string, size: number, cpuPerMb: number): Run => ({
    scenario: 'live',
    size,
    server,
    round: 1,
    metrics: { cpuPerMb },
    raw: {},
  });

  it('groups by server and size, in the order of the first runs', () => {
    const runs = [
      run('b', 50, 1),
      run('a', 50, 5),
      run('b', 50, 3),
      run('a', 50, 7),
      run('b', 500, 9),
      run('b', 50, 2),
    ];
    expect(medians(runs).map(({ server, size, metrics, rounds }) => [server, size, metrics.cpuPerMb, rounds])).toEqual([
      ['b', 50, 2, 3],
      ['a', 50, 6, 2],
      ['b', 500, 9, 1],
    ]);
  });

  it('counts a failed run and takes no figure from it', () => {
    const failed: Run = { ...run('a', 50, 0), metrics: {}, failure: 'too slow' };
    const [result] = medians([run('a', 50, 4), failed]);
    expect(result).toMatchObject({ metrics: { cpuPerMb: 4 }, rounds: 2, failures: ['too slow'] });
  });
});
