import type { MetricName, Result } from '../measurement.js';
import type { ScenarioName } from '../bench-server.js';
import { barPanel } from './bar-panel.js';
import { exerciseTitle } from './exercise-title.js';
import { linePanel } from './line-panel.js';
import { svgPage } from './svg-page.js';

interface Shown {
  readonly scenario: ScenarioName;
  readonly metric: MetricName;
  readonly yLabel: string;
  readonly logarithmic?: boolean;
}

const panels: readonly Shown[] = [
  { scenario: 'live', metric: 'cpuPerMb', yLabel: 'CPU, ms per MB' },
  { scenario: 'live', metric: 'delayP50', yLabel: 'delay p50, ms', logarithmic: true },
  { scenario: 'live', metric: 'delayP99', yLabel: 'delay p99, ms', logarithmic: true },
  { scenario: 'live', metric: 'residentMb', yLabel: 'resident memory, MB' },
  { scenario: 'publishers', metric: 'cpuPerMb', yLabel: 'CPU, ms per MB' },
  { scenario: 'churn', metric: 'cyclesPerSecond', yLabel: 'per second' },
  { scenario: 'start', metric: 'playStartP50', yLabel: 'connect to Play.Start p50, ms' },
  { scenario: 'start', metric: 'firstFrameP95', yLabel: 'first frame p95, ms' },
];

/** All results as one SVG page; a panel for each of the figures that were measured. */
export function plot(results: readonly Result[], caption: string): string {
  const servers = [...new Set(results.map(({ server }) => server))];
  const legend = servers.map((name, index) => ({ name, style: `s${index}` }));
  const drawn = panels.flatMap((shown) => panelOf(shown, results, servers) ?? []);
  return svgPage(caption, legend, drawn);
}

function panelOf(shown: Shown, results: readonly Result[], servers: readonly string[]): string | undefined {
  const { scenario, metric, yLabel } = shown;
  const measured = results
    .filter((result) => result.scenario === scenario)
    .flatMap((result) => {
      const value = result.metrics[metric];
      const style = `s${servers.indexOf(result.server)}`;
      return value === undefined ? [] : [{ name: result.server, style, size: result.size, value, result }];
    });
  const [first] = measured;
  if (first === undefined) return undefined;
  if (measured.every(({ size }) => size === first.size)) {
    return barPanel({ title: shortTitle(exerciseTitle(first.result)), yLabel, bars: measured });
  }
  const series = servers.flatMap((name, index) => {
    const points = measured.filter((entry) => entry.name === name).map(({ size, value }) => ({ x: size, y: value }));
    return points.length === 0 ? [] : [{ name, style: `s${index}`, points }];
  });
  const title = scenario === 'live' ? 'live: 1 publisher' : scenario;
  const xLabel = scenario === 'live' ? 'players' : 'connections';
  return linePanel({ title, xLabel, yLabel, series, logarithmic: shown.logarithmic ?? false });
}

/** Room for a title is short. */
function shortTitle(title: string): string {
  return title.split(';')[0] ?? title;
}
