/** Rows of cells as text: the first column to the left, the others to the right, two spaces between them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => head.map((_, column) => aligned(row[column] ?? '', widths[column] ?? 0, column)));
  return lines.map((cells) => `${cells.join('  ').trimEnd()}\n`).join('');
}

function aligned(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
