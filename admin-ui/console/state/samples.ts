import { signal } from '@preact/signals';
import type { History, Sample } from '../../../src/admin/api/schema/index.js';
import { get } from './api.js';
import { onEvent } from './server-events.js';

/** Milliseconds that charts show. */
const SHOWN = 10 * 60_000;

/** How the server did in the last minutes, the newest sample last; goes on while another page is looked at. */
export const samples = signal<readonly Sample[]>([]);

/** Takes what the server remembers, and goes on from there. */
export async function loadSamples(): Promise<void> {
  const { samples: known } = await get<History>(['server', 'history']);
  samples.value = merged(known);
}

onEvent('sample', (sample) => (samples.value = merged([sample])));

function merged(more: readonly Sample[]): readonly Sample[] {
  const byTime = new Map([...samples.value, ...more].map((sample) => [sample.at, sample]));
  const sorted = [...byTime.values()].sort((a, b) => a.at - b.at);
  const newest = sorted.at(-1)?.at ?? 0;
  return sorted.filter(({ at }) => at > newest - SHOWN);
}
