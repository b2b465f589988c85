import { expect, test } from 'vitest';
import { exposition } from '../../../src/admin/exposition.js';

test('counters, gauges and histograms as Prometheus reads them', () => {
  const text = exposition([
    { name: 'a_total', type: 'counter', help: 'Things.', samples: [{ value: 3 }] },
    { name: 'none', type: 'gauge', help: 'Nothing yet.', samples: [] },
    {
      name: 'b',
      type: 'gauge',
      help: 'Two lines\nand a \\ and a ".',
      samples: [{ labels: { x: 'a "quoted" \\ and\nbroken', y: '' }, value: 0.25 }],
    },
    {
      name: 'c_seconds',
      type: 'histogram',
      help: 'Long.',
      samples: [
        { suffix: '_bucket', labels: { le: '0.1' }, value: 1 },
        { suffix: '_count', value: 1 },
      ],
    },
  ]);
  expect(text).toBe(
    [
      '# HELP a_total Things.',
      '# TYPE a_total counter',
      'a_total 3',
      '# HELP none Nothing yet.',
      '# TYPE none gauge',
      '# HELP b Two lines\\nand a \\\\ and a ".',
      '# TYPE b gauge',
      'b{x="a \\"quoted\\" \\\\ and\\nbroken",y=""} 0.25',
      '# HELP c_seconds Long.',
      '# TYPE c_seconds histogram',
      'c_seconds_bucket{le="0.1"} 1',
      'c_seconds_count 1',
      '',
    ].join('\n'),
  );
});
