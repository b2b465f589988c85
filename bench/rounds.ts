import type { BenchServer } from './bench-server.js';
import type { Exercise } from './measurement.js';

export interface PlannedRun extends Exercise {
  readonly server: BenchServer;
  /** From 1. */
  readonly round: number;
}

/**
 * All runs in order. In each exercise the servers take turns, A B C A B C, so that what the machine does meanwhile
 * hits all of them alike.
 */
export function planRuns(
  exercises: readonly Exercise[],
  servers: readonly BenchServer[],
  rounds: number,
): PlannedRun[] {
  return exercises.flatMap((exercise) => {
    const taking = servers.filter(({ scenarios }) => scenarios.includes(exercise.scenario));
    const numbers = Array.from({ length: rounds }, (_, index) => index + 1);
    return numbers.flatMap((round) => taking.map((server) => ({ ...exercise, server, round })));
  });
}
