import { expect, test } from 'vitest';
import type { ApplicationInstance } from '../../../src/application/application-instance.js';
import { parseStreamName } from '../../../src/application/stream-name.js';
import { LiveSplitter } from '../../../src/edge/live-splitter.js';
import { silentLogger } from '../../../src/log/logger.js';
import { ManualClock } from '../../support/manual-clock.js';

test('who asks for one name after the other does not make an edge take them all', () => {
  const clock = new ManualClock();
  const taken = new Set<string>();
  let played: (name: string, isPlayed: boolean) => void = () => undefined;
  const instance = {
    name: '_definst_',
    streams: { watchPlayers: (told: typeof played) => ((played = told), () => undefined) },
  } as unknown as ApplicationInstance;
  const origin = {
    play: (_instance: unknown, { name }: { name: string }) => {
      taken.add(name);
      return () => taken.delete(name);
    },
  };
  const means = { clock, logger: silentLogger, random: () => 1, origin };
  const splitter = new LiveSplitter(instance, means, () => ({ linger: 10_000, requestTimeout: 2000 }));
  const ask = (name: string): void => void splitter.prepare(parseStreamName(name)!);
  ask('watched');
  played('watched', true);
  for (let count = 0; count < 1000; count++) ask(`name${count}`);
  expect([taken.size, splitter.size]).toEqual([1001, 1001]);
  // Whoever is asked for again lingers anew.
  ask('name0');
  ask('another');
  expect([...['watched', 'name0', 'name1', 'name2', 'another']].filter((name) => taken.has(name))).toEqual([
    ...['watched', 'name0', 'name2', 'another'],
  ]);
  expect(splitter.size).toBe(1001);
  splitter.close();
  expect([taken.size, clock.timers]).toEqual([0, 0]);
});
