import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';

/** Makes setInterval, setTimeout and what clears them global. */
export function defineTimers(runtime: AscRuntime): void {
  const timers = new Map<number, () => void>();
  let count = 0;

  /** `(function, milliseconds, ...args)` or `(object, method name, milliseconds, ...args)`. */
  function set(repeats: boolean, name: string, given: readonly unknown[]): number {
    const [first, second] = given;
    const isMethod = typeof second === 'string' && typeof first !== 'function';
    const [milliseconds, ...args] = given.slice(isMethod ? 2 : 1);
    if (isMethod ? typeof first !== 'object' || first === null : typeof first !== 'function') {
      throw new TypeError(`${name} needs a function, or an object and the name of a method`);
    }
    const id = ++count;
    const due = (): void => {
      if (!repeats) timers.delete(id);
      // The method is looked up each time, so that another may have been put in its place.
      const method: unknown = isMethod ? Reflect.get(first as object, asText(second)) : first;
      if (typeof method === 'function') Reflect.apply(method, isMethod ? first : globalThis, args);
    };
    const period = Math.max(Number(milliseconds) || 0, 0);
    const stop = runtime.outside(() => runtime.host.timer(period, repeats, () => void runtime.turn(due)));
    timers.set(id, stop);
    return id;
  }

  /** What is no timer, or none any more, is nothing to stop. */
  function clear(id?: unknown): void {
    timers.get(Number(id))?.();
    timers.delete(Number(id));
  }

  runtime.define('setInterval', (...args: unknown[]) => set(true, 'setInterval', args));
  runtime.define('setTimeout', (...args: unknown[]) => set(false, 'setTimeout', args));
  runtime.define('clearInterval', clear);
  runtime.define('clearTimeout', clear);
}
