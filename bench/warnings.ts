import type { Metrics } from './measurement.js';

/** A load client this busy may be the limit itself. */
const LOAD_LIMIT = 0.8;

/** More than this beside the server, and its figures are not its own. */
const STRANGERS_LIMIT = 0.15;

/** What makes a run doubtful. */
export function warnings({ loadCpu = 0, loadCore = 0, strangers = 0 }: Metrics): string[] {
  const found: string[] = [];
  if (loadCore > LOAD_LIMIT) {
    found.push(
      `the core of the load client was ${percent(loadCore)} busy (itself ${percent(loadCpu)}): it may be the limit`,
    );
  }
  if (strangers > STRANGERS_LIMIT) {
    found.push(`something else used ${percent(strangers)} of the server's core: measure on a quiet machine`);
  }
  return found;
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
