import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ApiProblem } from './api-problem.js';
import { Rounds } from './rounds.js';

/** Something that is asked for again and again. What was known stays until there is something newer. */
export interface Polled<Value> {
  readonly value: ReadonlySignal<Value | undefined>;
  /** Why the newest answer did not come. */
  readonly problem: ReadonlySignal<ApiProblem | undefined>;
  /** Asks at once, for instance after a change. */
  readonly refresh: () => void;
}

/**
 * Asks as long as the component lives.
 *
 * @param key names what is asked for: another one starts anew
 * @param every milliseconds between an answer and the next question; Infinity asks once
 */
export function usePolled<Value>(
  key: string,
  ask: (signal: AbortSignal) => Promise<Value>,
  every = 2000,
): Polled<Value> {
  const { rounds, polled } = useMemo(() => {
    const value = signal<Value | undefined>(undefined);
    const problem = signal<ApiProblem | undefined>(undefined);
    const rounds = new Rounds(async (stopped) => {
      try {
        const answer = await ask(stopped);
        if (stopped.aborted) return;
        value.value = answer;
        problem.value = undefined;
      } catch (error) {
        if (!stopped.aborted) problem.value = ApiProblem.of(error);
      }
    }, every);
    return { rounds, polled: { value, problem, refresh: () => rounds.refresh() } };
  }, [key, every]);
  useEffect(() => {
    rounds.start();
    return () => rounds.stop();
  }, [rounds]);
  return polled;
}
