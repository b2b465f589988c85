/** So many are begun before it is looked how many wait. */
const LOOK = 1000;

type Begin = (...args: unknown[]) => unknown;

/**
 * Has `setTimeout`, `setInterval` and `setImmediate` of this thread throw where more wait than `max`, whoever began them.
 * What is imported from `node:timers` is not bound so, and the server's own code does that.
 */
export function boundTimers(max: () => number): void {
  let begun = 0;
  const look = (): void => {
    begun = 0;
    const waiting = process
      .getActiveResourcesInfo()
      .filter((type) => type === 'Timeout' || type === 'Immediate').length;
    if (waiting <= max()) return;
    begun = LOOK;
    throw new Error(`there are ${max()} timers already (script.maxTimers); clear those that are not needed`);
  };
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const begin = globalThis[name] as Begin;
    const bounded: Begin = (...args) => {
      if (++begun >= LOOK) look();
      return begin(...args);
    };
    // Also by what `promisify` knows it.
    Object.defineProperties(bounded, Object.getOwnPropertyDescriptors(begin));
    Object.defineProperty(globalThis, name, { value: bounded, writable: true, enumerable: true, configurable: true });
  }
}
