import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { defineToSource, uneval } from './to-source.js';
import { unwatch, watch } from './watch.js';

/** What scripts of the time know from Mozilla's engine, and present ones do not have. `for in` lists none of it. */
export function defineMozillaTraits(runtime: AscRuntime): void {
  defineToSource();
  runtime.define('uneval', (value: unknown) => uneval(value));
  hide(Object.prototype, 'watch', function (this: object, property: unknown, handler: unknown) {
    if (typeof handler !== 'function') throw new TypeError('watch needs a function');
    watch(this, asText(property), handler as Parameters<typeof watch>[2]);
  });
  hide(Object.prototype, 'unwatch', function (this: object, property: unknown) {
    unwatch(this, asText(property));
  });
  for (const [name, key, otherwise] of [
    ['fileName', 'file', ''],
    ['lineNumber', 'line', 0],
  ] as const) {
    Object.defineProperty(Error.prototype, name, {
      get(this: unknown) {
        return runtime.sources.positionOf(this)?.[key] ?? otherwise;
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true });
      },
      configurable: true,
    });
  }
}

function hide(prototype: object, name: string, value: unknown): void {
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}
