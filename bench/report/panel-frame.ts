import type { Axis } from './axis.js';
import { element, rounded, text } from './svg-element.js';

export interface PanelFrame {
  readonly title: string;
  readonly yLabel: string;
}

/** The whole of a panel. */
export const panelSize = { width: 480, height: 300 } as const;

/** Where its values are drawn. */
export const plotArea = { left: 64, right: 464, top: 44, bottom: 248 } as const;

/** Title, value axis and grid, and what is drawn on them. */
export function panelFrame({ title, yLabel }: PanelFrame, axis: Axis, content: readonly string[]): string {
  const { left, right, top, bottom } = plotArea;
  const middle = (top + bottom) / 2;
  const grid = axis.ticks.flatMap((tick) => {
    const y = rounded(bottom - (bottom - top) * axis.place(tick));
    return [
      element('line', { x1: left, x2: right, y1: y, y2: y, class: 'grid' }),
      text(left - 8, y + 4, `${tick}`, { class: 'tick', 'text-anchor': 'end' }),
    ];
  });
  const label = text(16, middle, yLabel, {
    class: 'label',
    'text-anchor': 'middle',
    transform: `rotate(-90 16 ${middle})`,
  });
  return [text(left, 24, title, { class: 'title' }), label, ...grid, ...content].join('');
}
