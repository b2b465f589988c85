import type { Worker } from 'node:worker_threads';

/** Milliseconds that a thread may take to end. */
const PATIENCE = 1000;

/** How often a thread is told to end, and milliseconds in between: it may miss it while somebody looks at it. */
const TIMES = 8;
const INTERVAL = 250;

/** When threads of this process were told to end that have not: it cannot end before them. */
const ending = new Map<Worker, number>();

/**
 * How many threads should have ended and have not, as they are in the midst of something that cannot be ended: to list the
 * characters of a text of hundreds of megabytes, for example.
 */
export function endlessThreads(): number {
  const now = performance.now();
  return [...ending.values()].filter((since) => now - since > PATIENCE).length;
}

/** Tells a thread to end, and again if it does not. Resolves when it has. */
export async function endThread(worker: Worker): Promise<void> {
  ending.set(worker, performance.now());
  let times = 1;
  const again = setInterval(() => {
    if (++times === TIMES) clearInterval(again);
    void worker.terminate();
  }, INTERVAL).unref();
  await worker.terminate();
  clearInterval(again);
  ending.delete(worker);
}
