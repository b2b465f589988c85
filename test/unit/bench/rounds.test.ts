import { expect, it } from 'vitest';
import type { BenchServer, ScenarioName } from '../../../bench/bench-server.js';
import { planRuns } from '../../../bench/rounds.js';

const server = (name: string, ...scenarios: ScenarioName[]): BenchServer => ({
  name,
  scenarios,
  start: () => Promise.reject(new Error('only planned')),
});

it('lets the servers take turns, and each only where it takes part', () => {
  const servers = [server('a', 'live', 'churn'), server('b', 'live')];
  const exercises = [
    { scenario: 'live', size: 50 },
    { scenario: 'churn', size: 200 },
  ] as const;
  const plan = planRuns(exercises, servers, 2).map(
    (run) => `${run.scenario} ${run.size} ${run.round} ${run.server.name}`,
  );
  expect(plan).toEqual(['live 50 1 a', 'live 50 1 b', 'live 50 2 a', 'live 50 2 b', 'churn 200 1 a', 'churn 200 2 a']);
});
