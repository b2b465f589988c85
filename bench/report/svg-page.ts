import { panelSize } from './panel-frame.js';
import { element, text } from './svg-element.js';

export interface LegendEntry {
  readonly name: string;
  readonly style: string;
}

const COLUMNS = 2;
const LEGEND_COLUMNS = 4;

/** Colours that can be told apart on white and on black, for ten servers; then they begin again. */
const light = [
  '#c2410c',
  '#ea9a4a',
  '#7c2d12',
  '#1d4ed8',
  '#15803d',
  '#65a30d',
  '#0f766e',
  '#7e22ce',
  '#be185d',
  '#57534e',
];
const dark = [
  '#fb7a3c',
  '#fdba74',
  '#d97757',
  '#6ea8fe',
  '#4ade80',
  '#bef264',
  '#5eead4',
  '#c084fc',
  '#f472b6',
  '#d6d3d1',
];

/** Panels side by side below a legend, in the colours that the reader's system prefers. */
export function svgPage(caption: string, legend: readonly LegendEntry[], panels: readonly string[]): string {
  const legendRows = Math.ceil(legend.length / LEGEND_COLUMNS);
  const top = 40 + legendRows * 22;
  const width = COLUMNS * panelSize.width;
  const height = top + Math.ceil(panels.length / COLUMNS) * panelSize.height;
  const names = legend.map(({ name, style }, index) => {
    const x = 64 + (index % LEGEND_COLUMNS) * ((width - 80) / LEGEND_COLUMNS);
    const y = 44 + Math.floor(index / LEGEND_COLUMNS) * 22;
    return element(
      'g',
      {},
      element('rect', { x, y: y - 10, width: 12, height: 12, class: `fill ${style}` }),
      text(x + 18, y, name, { class: 'label' }),
    );
  });
  const placed = panels.map((content, index) => {
    const x = (index % COLUMNS) * panelSize.width;
    const y = top + Math.floor(index / COLUMNS) * panelSize.height;
    return element('g', { transform: `translate(${x} ${y})` }, content);
  });
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const background = element('rect', { width, height, class: 'page' });
  const head = text(64, 20, caption, { class: 'tick' });
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size },
    element('style', {}, styles(legend)),
    background,
    head,
    ...names,
    ...placed,
  )}\n`;
}

function styles(legend: readonly LegendEntry[]): string {
  const paint = (palette: readonly string[]): string =>
    legend.map(({ style }, index) => `.${style}{--c:${palette[index % palette.length] ?? ''}}`).join('');
  return [
    'svg{font:12px system-ui,sans-serif;--page:#fff;--ink:#1c1917;--soft:#57534e;--grid:#e7e5e4}',
    paint(light),
    '.page{fill:var(--page)}text{fill:var(--ink)}.title{font-size:14px;font-weight:600}.tick{fill:var(--soft);font-size:11px}',
    '.grid{stroke:var(--grid)}.fill{fill:var(--c)}.line{fill:none;stroke:var(--c);stroke-width:2}',
    `@media(prefers-color-scheme:dark){svg{--page:#1c1917;--ink:#fafaf9;--soft:#a8a29e;--grid:#44403c}${paint(dark)}}`,
  ].join('');
}
