import type { AscRuntime } from './asc-runtime.js';

/** A function that somebody else may call by name, and what `this` is in it. */
export interface RemoteMethod {
  readonly holder: object;
  readonly method: (...args: unknown[]) => unknown;
}

/** What a client cannot call by that name: NetConnection and NetStream use these themselves. */
export const reservedNames: ReadonlySet<string> = new Set([
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

/**
 * A method of a client or a connection, by the name that is called: what the script put there, on the object itself or on
 * what it inherits from; else what its `__resolve` answers.
 */
export function remoteMethod(runtime: AscRuntime, root: object, name: string): RemoteMethod | undefined {
  const paths = [[name]];
  if (name.includes('/')) paths.push(name.split('/'));
  if (name.includes('.')) paths.push(name.split(/[./]/));
  for (const lookUp of [scripted, resolved]) {
    for (const path of paths) {
      const found = along(runtime, root, path, lookUp);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

type LookUp = (runtime: AscRuntime, holder: object, name: string) => unknown;

function along(runtime: AscRuntime, root: object, path: readonly string[], lookUp: LookUp): RemoteMethod | undefined {
  let holder: unknown = root;
  for (const name of path.slice(0, -1)) {
    if (isObject(holder)) holder = scripted(runtime, holder, name);
  }
  if (!isObject(holder)) return undefined;
  const method = lookUp(runtime, holder, path.at(-1)!);
  return typeof method === 'function' ? { holder, method: method as RemoteMethod['method'] } : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function resolved(runtime: AscRuntime, holder: object, name: string): unknown {
  const resolve = forbidden.has(name) ? undefined : scripted(runtime, holder, '__resolve');
  return typeof resolve === 'function' ? Reflect.apply(resolve, holder, [name]) : undefined;
}

function scripted(runtime: AscRuntime, holder: object, name: string): unknown {
  if (forbidden.has(name)) return undefined;
  for (let at: object | null = holder; at !== null && !ofTheLanguage.has(at); at = Reflect.getPrototypeOf(at)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(at, name);
    if (descriptor === undefined || runtime.natives.has(at, name, descriptor)) continue;
    return Reflect.get(at, name, holder) as unknown;
  }
  return undefined;
}
