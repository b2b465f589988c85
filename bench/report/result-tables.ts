import type { Result } from '../measurement.js';
import { exerciseTitle } from './exercise-title.js';
import { columns } from './columns.js';
import { table } from './table.js';

/** One table for each exercise, with ratios to the server named `reference` where it took part. */
export function resultTables(results: readonly Result[], reference: string): string {
  const titles = [...new Set(results.map(exerciseTitle))];
  return titles
    .map((title) => {
      const group = results.filter((result) => exerciseTitle(result) === title);
      return `\n${title}\n\n${exerciseTable(group, reference)}`;
    })
    .join('');
}

function exerciseTable(group: readonly Result[], reference: string): string {
  const shown = columns[group[0]!.scenario];
  const compared = group.find(({ server }) => server === reference)?.metrics;
  const rows = group.map(({ server, metrics, rounds, failures }) => {
    const cells = shown.map(({ cell }) => cell(metrics, compared) ?? '–');
    const note = failures.length > 0 ? `${failures.length} of ${rounds} failed` : '';
    return [server, ...cells, note];
  });
  return table(['', ...shown.map(({ title }) => title), ''], rows);
}
