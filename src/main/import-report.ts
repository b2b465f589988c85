import type { ImportResult } from './imported-files.js';

/** What was carried over and what was not, for a person. */
export function importReport({ files, notes, warnings, usual, passedOver }: ImportResult): string {
  const lines: string[] = [];
  for (const { path, keys } of files) {
    lines.push(path);
    for (const { key, value, places } of keys) {
      const from = places.map(({ file, line }) => `${file}:${line}`).join(', ');
      lines.push(`  ${key}: ${JSON.stringify(value)}   (${from})`);
    }
    lines.push('');
  }
  if (files.length === 0) lines.push('Nothing differs from what is usual here: no file is needed.', '');
  for (const [title, group] of [
    ['Carried over, and to be changed:', warnings],
    ['Not carried over:', notes],
  ] as const) {
    if (group.length === 0) continue;
    lines.push(title);
    for (const { file, line, what, says } of group) lines.push(`  ${file}:${line}  ${what}`, `      ${says}`);
    lines.push('');
  }
  lines.push(
    `${usual} settings are what is usual here anyway; ${passedOver} are about the inner life of that server, or empty.`,
  );
  return lines.join('\n');
}
