import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../../parts/theme.js';

export interface ChartSeries {
  readonly label: string;
  /** The number of a colour, `--series-1` to `--series-3`. */
  readonly colour: 1 | 2 | 3;
  readonly values: readonly (number | null)[];
}

interface Props {
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** How a value is written. */
  readonly format: (value: number) => string;
  /** The scale reaches at least so far. */
  readonly atLeast?: number;
  readonly height?: number;
}

/** How a few values went over time. Its legend says the newest in words, a table for screen readers the rest. */
export function Chart({ title, times, series, format, atLeast = 1, height = 120 }: Props): VNode {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const colours = useComputed(() => theme.value).value;

  useEffect(() => {
    const element = place.current!;
    const made = new uPlot(
      options(element, { series, format, atLeast, height }),
      dataOf(times, series) as uPlot.AlignedData,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    const system = matchMedia('(prefers-color-scheme: dark)');
    const redraw = (): void => made.redraw(false, true);
    system.addEventListener('change', redraw);
    return () => {
      system.removeEventListener('change', redraw);
      observer.disconnect();
      made.destroy();
    };
  }, [colours, series.length]);

  useEffect(() => plot.current?.setData(dataOf(times, series) as uPlot.AlignedData), [times]);

  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        <ul>
          {series.map(({ label, colour, values }) => (
            <li key={label}>
              <span class={`swatch series-${colour}`} aria-hidden="true" />
              {label} <b>{shown(values.at(-1), format)}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={place} class="chart-canvas" role="img" aria-label={`${title}, as a line over time`} />
      <table class="unseen">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Now</th>
            <th scope="col">Least</th>
            <th scope="col">Most</th>
          </tr>
        </thead>
        <tbody>
          {series.map(({ label, values }) => {
            const known = values.filter((value) => value !== null);
            return (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{shown(values.at(-1), format)}</td>
                <td>{shown(known.length === 0 ? null : Math.min(...known), format)}</td>
                <td>{shown(known.length === 0 ? null : Math.max(...known), format)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </figure>
  );
}

function shown(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

function dataOf(times: readonly number[], series: readonly ChartSeries[]): (number | null)[][] {
  return [times.map((time) => time / 1000), ...series.map(({ values }) => [...values])];
}

/** A canvas knows no variables: the colours are read from elements that have them. */
function colourOf(element: HTMLElement, variable: string): string {
  element.style.color = `var(${variable})`;
  const { color } = getComputedStyle(element);
  element.style.color = '';
  return color;
}

function options(
  element: HTMLElement,
  { series, format, atLeast, height }: Required<Pick<Props, 'series' | 'format' | 'atLeast' | 'height'>>,
): uPlot.Options {
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const quiet = (): string => colourOf(element, '--ink-faint');
  const grid = { stroke: () => colourOf(element, '--line'), width: 1 };
  return {
    width: element.clientWidth,
    height,
    // The last of the times below is half beyond the line.
    padding: [6, 26, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(atLeast, (most || 0) * 1.1)] } },
    axes: [
      { stroke: quiet, font, grid: { show: false }, ticks: { show: false }, size: 20, space: 70, values: clock },
      {
        stroke: quiet,
        font,
        grid,
        ticks: { show: false },
        size: 68,
        space: 30,
        values: (_plot, splits) => splits.map((value) => format(value)),
      },
    ],
    series: [
      {},
      ...series.map(({ label, colour }, index) => ({
        label,
        width: 1.5,
        points: { show: false },
        stroke: () => colourOf(element, `--series-${colour}`),
        ...(index === 0
          ? { fill: () => colourOf(element, `--series-${colour}`).replace(/^rgb\((.*)\)$/, 'rgba($1, 0.12)') }
          : {}),
      })),
    ],
  };
}

function clock(_plot: uPlot, splits: readonly number[], _axis: number, _space: number, step: number): string[] {
  const timeStyle = step < 60 ? 'medium' : 'short';
  return splits.map((seconds) => new Date(seconds * 1000).toLocaleTimeString('en-GB', { timeStyle }));
}
