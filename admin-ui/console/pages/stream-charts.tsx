import type { VNode } from 'preact';
import { formatBits, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { Chart } from '../pieces/chart.js';

/** How a live stream did at one moment. */
export interface HealthMoment {
  readonly at: number;
  readonly bytesPerSecond: number;
  readonly framesPerSecond: number;
  readonly jitter: number;
}

/** How a live stream did since one looks at it. */
export function StreamCharts({ moments }: { readonly moments: readonly HealthMoment[] }): VNode {
  const times = moments.map(({ at }) => at);
  const one = (label: string, values: readonly number[]) => [{ label, colour: 1, values }] as const;
  return (
    <section class="section charts">
      <Chart
        title="Bitrate"
        height={90}
        times={times}
        format={formatBits}
        atLeast={100_000}
        series={one(
          'from the publisher',
          moments.map(({ bytesPerSecond }) => bytesPerSecond * 8),
        )}
      />
      <Chart
        title="Frames"
        height={90}
        times={times}
        format={(value) => `${formatCount(Math.round(value))} fps`}
        atLeast={10}
        series={one(
          'per second',
          moments.map(({ framesPerSecond }) => framesPerSecond),
        )}
      />
      <Chart
        title="Jitter"
        height={90}
        times={times}
        format={formatMilliseconds}
        atLeast={10}
        series={one(
          'of arrival',
          moments.map(({ jitter }) => jitter),
        )}
      />
    </section>
  );
}
