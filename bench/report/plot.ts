import type { MetricName, Result } from '../measurement.js';
import type { ScenarioName } from '../bench-server.js';
import { barPanel } from './bar-panel.js';
import { linePanel } from './line-panel.js';
import { svgPage } from './svg-page.js';

interface Shown {
  readonly scenario: ScenarioName;
  readonly metric: MetricName;
  readonly title: string;
  readonly yLabel: string;
  readonly logarithmic?: boolean;
}

const WATCHING = '1 publisher, n players';

const panels: readonly Shown[] = [
  { scenario: 'live', metric: 'cpuPerMb', title: `CPU: ${WATCHING}`, yLabel: 'ms per delivered MB' },
  { scenario: 'live', metric: 'delayP50', title: `Delay: ${WATCHING}`, yLabel: 'p50, ms', logarithmic: true },
  { scenario: 'live', metric: 'delayP99', title: `Delay: ${WATCHING}`, yLabel: 'p99, ms', logarithmic: true },
  { scenario: 'live', metric: 'residentMb', title: `Resident memory: ${WATCHING}`, yLabel: 'MB' },
  { scenario: 'publishers', metric: 'cpuPerMb', title: 'CPU: n publishers, n players', yLabel: 'ms per delivered MB' },
  { scenario: 'churn', metric: 'cyclesPerSecond', title: 'Connect, play, leave: n at once', yLabel: 'per second' },
  { scenario: 'vod-one', metric: 'cpuPerMb', title: 'CPU: n players of one file', yLabel: 'ms per delivered MB' },
  { scenario: 'vod-many', metric: 'cpuPerMb', title: 'CPU: n players of n files', yLabel: 'ms per delivered MB' },
  { scenario: 'start', metric: 'playStartP50', title: 'TCP connect to Play.Start, alone', yLabel: 'p50, ms' },
  { scenario: 'start', metric: 'firstFrameP95', title: 'First frame while n join', yLabel: 'p95, ms' },
];

/** All results as one SVG page; a panel for each of the figures that were measured. */
export function plot(results: readonly Result[], caption: string): string {
  const servers = [...new Set(results.map(({ server }) => server))];
  const legend = servers.map((name, index) => ({ name, style: `s${index}` }));
  const drawn = panels.flatMap((shown) => panelOf(shown, results, servers) ?? []);
  return svgPage(caption, legend, drawn);
}

function panelOf(shown: Shown, results: readonly Result[], servers: readonly string[]): string | undefined {
  const { scenario, metric, title, yLabel } = shown;
  const measured = results
    .filter((result) => result.scenario === scenario)
    .flatMap((result) => {
      const value = result.metrics[metric];
      const style = `s${servers.indexOf(result.server)}`;
      return value === undefined ? [] : [{ name: result.server, style, size: result.size, value }];
    });
  const [first] = measured;
  if (first === undefined) return undefined;
  if (measured.every(({ size }) => size === first.size)) {
    return barPanel({ title: title.replace(/\bn\b/g, `${first.size}`), yLabel, bars: measured });
  }
  const series = servers.flatMap((name, index) => {
    const points = measured.filter((entry) => entry.name === name).map(({ size, value }) => ({ x: size, y: value }));
    return points.length === 0 ? [] : [{ name, style: `s${index}`, points }];
  });
  return linePanel({ title, xLabel: 'n', yLabel, series, logarithmic: shown.logarithmic ?? false });
}
