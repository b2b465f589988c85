import { linearAxis, logarithmicAxis } from './axis.js';
import type { PanelFrame } from './panel-frame.js';
import { panelFrame, plotArea } from './panel-frame.js';
import { element, rounded, text } from './svg-element.js';

export interface Series {
  readonly name: string;
  /** The CSS class that colours it. */
  readonly style: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface LinePanel extends PanelFrame {
  readonly xLabel: string;
  readonly series: readonly Series[];
  readonly logarithmic?: boolean;
}

/** Lines over sizes that stand at equal distances, whatever lies between them. */
export function linePanel(panel: LinePanel): string {
  const { left, right, top, bottom } = plotArea;
  const sizes = [...new Set(panel.series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const values = panel.series.flatMap(({ points }) => points.map(({ y }) => y));
  const axis =
    panel.logarithmic === true
      ? logarithmicAxis(Math.min(...values), Math.max(...values))
      : linearAxis(Math.max(...values));
  const across = (x: number): number => left + ((right - left) * (sizes.indexOf(x) + 0.5)) / sizes.length;
  const up = (y: number): number => bottom - (bottom - top) * axis.place(y);
  const names = sizes.map((size) =>
    text(across(size), bottom + 16, `${size}`, { class: 'tick', 'text-anchor': 'middle' }),
  );
  const label = text((left + right) / 2, bottom + 34, panel.xLabel, { class: 'label', 'text-anchor': 'middle' });
  const lines = panel.series.map(({ name, style, points }) => {
    const at = points.map(({ x, y }) => [rounded(across(x)), rounded(up(y))] as const);
    const title = element('title', {}, name);
    const marks = at.map(([cx, cy]) => element('circle', { cx, cy, r: 3, class: `fill ${style}` }));
    return element('g', {}, title, element('polyline', { points: at.join(' '), class: `line ${style}` }), ...marks);
  });
  return panelFrame(panel, axis, [...names, label, ...lines]);
}
