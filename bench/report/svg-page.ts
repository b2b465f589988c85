import { panelSize } from './panel-frame.js';
import { element, text } from './svg-element.js';

export interface LegendEntry {
  readonly name: string;
  readonly style: string;
}

const COLUMNS = 2;
const LEGEND_COLUMNS = 4;

interface Palette {
  readonly page: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  /** Colours that can be told apart on the page; after the last one they begin again. */
  readonly servers: readonly string[];
}

const light: Palette = {
  page: '#ffffff',
  ink: '#1c1917',
  soft: '#57534e',
  grid: '#e7e5e4',
  servers: '#c2410c #ea9a4a #7c2d12 #1d4ed8 #15803d #65a30d #0f766e #7e22ce #be185d #57534e'.split(' '),
};
const dark: Palette = {
  page: '#1c1917',
  ink: '#fafaf9',
  soft: '#a8a29e',
  grid: '#44403c',
  servers: '#fb7a3c #fdba74 #d97757 #6ea8fe #4ade80 #bef264 #5eead4 #c084fc #f472b6 #d6d3d1'.split(' '),
};

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

/** Plain rules, without CSS variables: not every viewer of SVG knows those. */
function styles(legend: readonly LegendEntry[]): string {
  const paint = ({ page, ink, soft, grid, servers }: Palette): string => {
    const colours = legend.map(({ style }, index) => {
      const colour = servers[index % servers.length] ?? ink;
      return `.fill.${style}{fill:${colour}}.line.${style}{stroke:${colour}}`;
    });
    return `.page{fill:${page}}text{fill:${ink}}.tick{fill:${soft}}.grid{stroke:${grid}}${colours.join('')}`;
  };
  return [
    'svg{font:12px system-ui,sans-serif}.title{font-size:14px;font-weight:600}.tick{font-size:11px}',
    '.line{fill:none;stroke-width:2}',
    paint(light),
    `@media(prefers-color-scheme:dark){${paint(dark)}}`,
  ].join('');
}
