import { describe, expect, it } from 'vitest';
import type { Metrics, Result } from '../../../bench/measurement.js';
import { linearAxis, logarithmicAxis } from '../../../bench/report/axis.js';
import { plot } from '../../../bench/report/plot.js';
import { resultTables } from '../../../bench/report/result-tables.js';
import { table } from '../../../bench/report/table.js';

const result = (server: string, size: number, metrics: Metrics, failures: readonly string[] = []): Result => ({
  scenario: 'live',
  size,
  server,
  metrics,
  rounds: 3,
  failures,
});

describe('tables', () => {
  it('align the first column to the left and the others to the right', () => {
    expect(
      table(
        ['', 'ms'],
        [
          ['a', '10'],
          ['long', '5'],
        ],
      ),
    ).toBe('      ms\na     10\nlong   5\n');
  });

  it('show ratios to the reference and the floor of the same size, a dash for what was not measured, and failures', () => {
    const text = resultTables(
      [
        result('peer', 50, { cpuPerMb: 2, delayP50: 3.14, delayP99: 14.4 }),
        result('ours', 50, { cpuPerMb: 1 }, ['too slow']),
        result('ours', 500, { cpuPerMb: 1 }),
        result('bare', 50, { cpuPerMb: 0.8 }),
      ],
      { reference: 'peer', floors: new Map([['ours', 'bare']]) },
    );
    const [ours, peer, alone] = [/^ours +1\.00 .*failed$/m, /^peer .*$/m, /500 players\n\n.*\nours.*$/m].map(
      (pattern) => pattern.exec(text)?.[0] ?? '',
    );
    expect(ours).toMatch(/^ours +1\.00 +0\.50 +1\.25 +– .* 1 of 3 failed$/);
    expect(peer).toMatch(/^peer +2\.00 +1\.00 +– .*3\.1 \/ 14 /);
    expect(alone).toMatch(/ours +1\.00 +– /);
  });
});

describe('axes', () => {
  it.each([
    { max: 0, ticks: [0, 0.25, 0.5, 0.75, 1] },
    { max: 4, ticks: [0, 1, 2, 3, 4] },
    { max: 4.79, ticks: [0, 2, 4, 6] },
    { max: 0.3, ticks: [0, 0.1, 0.2, 0.3] },
    { max: 4038, ticks: [0, 2000, 4000, 6000] },
  ])('linear up to $max', ({ max, ticks }) => {
    const axis = linearAxis(max);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.place(0)).toBe(0);
    expect(axis.place(ticks.at(-1)!)).toBeCloseTo(1);
  });

  it.each([
    { min: 3, max: 360, ticks: [1, 10, 100, 1000] },
    { min: 1, max: 1, ticks: [1, 10] },
    { min: 0, max: 100, ticks: [0.1, 1, 10, 100] },
  ])('logarithmic from $min to $max', ({ min, max, ticks }) => {
    const axis = logarithmicAxis(min, max);
    expect(axis.ticks).toEqual(ticks);
    expect(ticks.map(axis.place)).toEqual(
      ticks.map((_, index) => expect.closeTo(index / (ticks.length - 1)) as number),
    );
    expect(axis.place(0)).toBe(0);
  });
});

describe('plot', () => {
  const sizes = [50, 500];
  const results = sizes.flatMap((size) => [
    result('ours', size, { cpuPerMb: 1, delayP50: 2, delayP99: 9, residentMb: 80 }),
    result('<&"', size, { cpuPerMb: 2 }),
  ]);
  const svg = plot(results, 'a & b');

  it('closes what it opens and lets no name through as markup', () => {
    const open: string[] = [];
    for (const [, closing, name = '', empty] of svg.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (empty !== '/') open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg).toContain('&lt;&amp;&quot;');
    expect(svg).toContain('a &amp; b');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('draws a panel for each measured figure: lines over several sizes, bars for one', () => {
    expect(svg.match(/class="title"/g)).toHaveLength(4);
    expect(svg.match(/<polyline/g)).toHaveLength(5);
    const single = plot([result('ours', 500, { cpuPerMb: 1 })], '');
    expect(single).not.toContain('<polyline');
    expect(single).toContain('CPU: 1 publisher, 500 players');
  });

  it('draws the larger value higher', () => {
    const heights = [...svg.matchAll(/<polyline points="[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
    expect(heights[1]).toBeLessThan(heights[0]!);
  });

  it('has colours for light and dark', () => {
    expect(svg).toMatch(/@media\(prefers-color-scheme:dark\)\{\.page\{fill:#1c1917\}/);
  });
});
