import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TurnOutput } from '../../../src/process/turn-output.js';

test('the lines of a turn are written at once, in their order', async () => {
  const written: string[] = [];
  const output = new TurnOutput({ write: (text: string) => written.push(text) });
  output.write('one\n');
  output.write('two\n');
  expect(written).toEqual([]);
  await turn();
  expect(written).toEqual(['one\ntwo\n']);
  output.write('three\n');
  await turn();
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});

test('what waits is written when the process ends', () => {
  const before = process.listeners('exit');
  const written: string[] = [];
  const output = new TurnOutput({ write: (text: string) => written.push(text) });
  const [ending] = process.listeners('exit').filter((listener) => !before.includes(listener));
  output.write('last words\n');
  process.off('exit', ending!);
  ending!(0);
  expect(written).toEqual(['last words\n']);
});
