/** One SVG element; `children` are elements, or text that {@link escaped} made safe. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${list.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

/** A line of text. */
export function text(x: number, y: number, content: string, attributes: Readonly<Record<string, string>> = {}): string {
  return element('text', { x: rounded(x), y: rounded(y), ...attributes }, escaped(content));
}

/** Coordinates need no more than a tenth. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
