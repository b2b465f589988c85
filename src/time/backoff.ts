/** How a connection that broke is made anew. */
export interface Backoff {
  /** Milliseconds before the first attempt; each time twice as many. */
  readonly first: number;
  readonly longest: number;
  /** After so many attempts in a row it is given up. */
  readonly attempts: number;
}

export const defaultBackoff: Backoff = { first: 500, longest: 30_000, attempts: Infinity };

/**
 * Milliseconds before the attempt of that number, from 1 on; between half of what is due and all of it, so that those
 * whom a server has lost do not come back all at once. Undefined if there is to be none.
 *
 * @param random from 0 to 1
 */
export function delayBefore(
  attempt: number,
  { first, longest, attempts }: Backoff,
  random: number,
): number | undefined {
  if (attempt > attempts) return undefined;
  const due = Math.min(longest, first * 2 ** (attempt - 1));
  return due * (0.5 + random / 2);
}
