import type { AscRuntime } from './asc-runtime.js';

/** A function that somebody else may call by name, and what `this` is in it. */
export interface RemoteMethod {
  readonly holder: object;
  readonly method: (...args: unknown[]) => unknown;
}

/** What a client cannot call by that name: NetConnection and NetStream use these themselves. */
const reserved: ReadonlySet<string> = new Set([
  'closeStream',
  'connect',
  'createStream',
  'deleteStream',
  'onStatus',
  'pause',
  'play',
  'publish',
  'receiveAudio',
  'receiveVideo',
  'seek',
  'getBandwidthLimit',
  'setBandwidthLimit',
  'getStats',
  'ping',
]);

/** Names that lead out of what a script wrote. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor', 'caller', 'arguments']);

/** Prototypes of the language: nothing on them may be called, whoever put it there. */
const ofTheLanguage: ReadonlySet<unknown> = new Set([
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Date.prototype,
  RegExp.prototype,
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  Error.prototype,
]);

/** A method of a client or a connection, by the name that is called. A script's function comes before the library's. */
export function remoteMethod(runtime: AscRuntime, root: object, name: string): RemoteMethod | undefined {
  if (reserved.has(name)) return undefined;
  return (
    along(runtime, root, [name]) ??
    (name.includes('/') ? along(runtime, root, name.split('/')) : undefined) ??
    (/[./]/.test(name) ? along(runtime, root, name.split(/[./]/)) : undefined)
  );
}

function along(runtime: AscRuntime, root: object, path: readonly string[]): RemoteMethod | undefined {
  let holder = root;
  for (const [index, name] of path.entries()) {
    const found = member(runtime, holder, name);
    if (index === path.length - 1) {
      return typeof found === 'function' ? { holder, method: found as RemoteMethod['method'] } : undefined;
    }
    if ((typeof found !== 'object' && typeof found !== 'function') || found === null) return undefined;
    holder = found;
  }
  return undefined;
}

/** What the script put there: on the object itself or on what it inherits from; else what its `__resolve` answers. */
function member(runtime: AscRuntime, holder: object, name: string): unknown {
  if (forbidden.has(name)) return undefined;
  const found = scripted(runtime, holder, name);
  if (found !== undefined || name === '__resolve') return found;
  const resolve = scripted(runtime, holder, '__resolve');
  return typeof resolve === 'function' ? Reflect.apply(resolve, holder, [name]) : undefined;
}

function scripted(runtime: AscRuntime, holder: object, name: string): unknown {
  for (let at: object | null = holder; at !== null && !ofTheLanguage.has(at); at = Reflect.getPrototypeOf(at)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(at, name);
    if (descriptor === undefined || runtime.natives.has(at, name, descriptor)) continue;
    return Reflect.get(at, name, holder) as unknown;
  }
  return undefined;
}
