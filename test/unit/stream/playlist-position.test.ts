import { expect, test } from 'vitest';
import { playlistPosition } from '../../../src/stream/playlist-position.js';
import { live, recorded } from '../../support/playlist-run.js';

const minutes: Record<string, number> = { a: 10, b: 20, gone: 0, studio: Infinity };
const list = (...names: string[]) => names.map((name) => (name === 'studio' ? live(name) : recorded(name)));

test.each([
  { name: 'at the beginning', items: list('a', 'b'), loop: false, elapsed: 0, position: { index: 0, into: 0 } },
  { name: 'in the first', items: list('a', 'b'), loop: false, elapsed: 9, position: { index: 0, into: 9 } },
  { name: 'at a change', items: list('a', 'b'), loop: false, elapsed: 10, position: { index: 1, into: 0 } },
  { name: 'over', items: list('a', 'b'), loop: false, elapsed: 30, position: undefined },
  { name: 'in a later round', items: list('a', 'b'), loop: true, elapsed: 75, position: { index: 1, into: 5 } },
  { name: 'without what is gone', items: list('gone', 'a'), loop: true, elapsed: 25, position: { index: 1, into: 5 } },
  { name: 'nothing at all', items: list('gone'), loop: true, elapsed: 5, position: undefined },
  { name: 'in what has no end', items: list('a', 'studio'), loop: true, elapsed: 99, position: { index: 1, into: 89 } },
])('where a list is: $name', async ({ items, loop, elapsed, position }) => {
  const durationOf = ({ name }: { name: string }) => Promise.resolve(minutes[name]!);
  expect(await playlistPosition(items, loop, elapsed, durationOf)).toEqual(position);
});
