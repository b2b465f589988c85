import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import type { ScriptLoader } from './script-loader.js';

/** The file that runs before main.asc, and may do what others may not. */
const secureScript = 'secure.asc';

/** Makes the global functions of server-side ActionScript, but for timers. Runs secure.asc, if there is one. */
export function defineGlobals(runtime: AscRuntime, loader: ScriptLoader): void {
  runtime.define('load', (name?: unknown) => loader.load(asText(name)));
  runtime.define('trace', (value?: unknown) =>
    runtime.host.log({ level: 'trace', text: asText(value), ...runtime.sources.caller }),
  );
  runtime.define('__each__', function* each(object: unknown): Generator {
    for (const name in object as object) yield Reflect.get(object as object, name);
  });

  const secure: Readonly<Record<string, unknown>> = {
    getGlobal: () => globalThis,
    protectObject,
    setAttributes,
  };
  for (const [name, value] of Object.entries(secure)) runtime.define(name, value);
  loader.runIfThere(secureScript);
  const refused = (name: string) => () => {
    throw new Error(`${name} may be used only in ${secureScript}`);
  };
  for (const [name, value] of Object.entries(secure)) {
    if (Reflect.get(globalThis, name) === value) runtime.define(name, refused(name));
  }
}

/** An object whose methods may be called, and that shows nothing else of the one that it stands for. */
function protectObject(object: unknown): object {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
    throw new TypeError('protectObject needs an object');
  }
  const shield = {};
  for (const name in object) {
    const method: unknown = Reflect.get(object, name);
    if (typeof method !== 'function') continue;
    const value = (...args: unknown[]): unknown => Reflect.apply(method, object, args);
    Object.defineProperty(shield, name, { value });
  }
  return Object.freeze(shield);
}

/** Each true is done, each false undone. */
function setAttributes(
  object: object,
  name: unknown,
  isHidden: unknown,
  isReadOnly: unknown,
  isPermanent: unknown,
): void {
  const property = asText(name);
  const value: unknown = Reflect.get(object, property);
  const descriptor = Object.getOwnPropertyDescriptor(object, property) ?? { value, writable: true };
  descriptor.enumerable = !isHidden;
  descriptor.configurable = !isPermanent;
  if (!('get' in descriptor) && !('set' in descriptor)) descriptor.writable = !isReadOnly;
  Object.defineProperty(object, property, descriptor);
}
