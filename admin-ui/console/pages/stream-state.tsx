import type { VNode } from 'preact';
import type { Stream } from '../../../src/admin/api/schema/index.js';
import type { Tone } from '../pieces/badge.js';
import { Badge } from '../pieces/badge.js';

const TONES: Readonly<Record<Stream['state'], readonly [tone: Tone, says: string]>> = {
  good: ['good', 'good'],
  warning: ['warn', 'warning'],
  bad: ['bad', 'bad'],
  idle: ['plain', 'waiting'],
};

/** How a live stream does, in a word. */
export function StreamState({ state }: { readonly state: Stream['state'] }): VNode {
  const [tone, says] = TONES[state];
  return <Badge tone={tone}>{says}</Badge>;
}
