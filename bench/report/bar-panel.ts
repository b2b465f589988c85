import { linearAxis } from './axis.js';
import type { PanelFrame } from './panel-frame.js';
import { panelFrame, plotArea } from './panel-frame.js';
import { element, rounded, text } from './svg-element.js';

export interface Bar {
  readonly name: string;
  /** The CSS class that colours it. */
  readonly style: string;
  readonly value: number;
}

export interface BarPanel extends PanelFrame {
  readonly bars: readonly Bar[];
}

/** Upright bars with their values; their names are in the legend of the page. */
export function barPanel(panel: BarPanel): string {
  const { left, right, top, bottom } = plotArea;
  const axis = linearAxis(Math.max(...panel.bars.map(({ value }) => value)));
  const place = (right - left) / panel.bars.length;
  const width = Math.min(56, place * 0.7);
  const bars = panel.bars.map(({ name, style, value }, index) => {
    const middle = left + place * (index + 0.5);
    const y = bottom - (bottom - top) * axis.place(value);
    const box = { x: rounded(middle - width / 2), y: rounded(y), width: rounded(width), height: rounded(bottom - y) };
    return element(
      'g',
      {},
      element('title', {}, name),
      element('rect', { ...box, class: `fill ${style}` }),
      text(middle, y - 4, shortNumber(value), { class: 'tick', 'text-anchor': 'middle' }),
    );
  });
  return panelFrame(panel, axis, bars);
}

function shortNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
