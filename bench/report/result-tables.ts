import type { Metrics, Result } from '../measurement.js';
import { exerciseTitle } from './exercise-title.js';
import { columns } from './columns.js';
import { table } from './table.js';

/** Names of servers to compare with. */
export interface Comparison {
  /** For all. */
  readonly reference: string;
  /** For some: the bare loop of each. */
  readonly floors: ReadonlyMap<string, string>;
}

/** One table for each exercise, with ratios to those servers of `comparison` that took part. */
export function resultTables(results: readonly Result[], comparison: Comparison): string {
  const titles = [...new Set(results.map(exerciseTitle))];
  return titles
    .map((title) => {
      const group = results.filter((result) => exerciseTitle(result) === title);
      return `\n${title}\n\n${exerciseTable(group, comparison)}`;
    })
    .join('');
}

function exerciseTable(group: readonly Result[], { reference, floors }: Comparison): string {
  const shown = columns[group[0]!.scenario];
  const metricsOf = (name?: string): Metrics | undefined => group.find(({ server }) => server === name)?.metrics;
  const rows = group.map(({ server, metrics, rounds, failures }) => {
    const compared = { reference: metricsOf(reference), floor: metricsOf(floors.get(server)) };
    const cells = shown.map(({ cell }) => cell(metrics, compared) ?? '–');
    const note = failures.length > 0 ? `${failures.length} of ${rounds} failed` : '';
    return [server, ...cells, note];
  });
  return table(['', ...shown.map(({ title }) => title), ''], rows);
}
