import type { Packed } from '../protocol/bytes.js';
import type { AscRuntime } from './asc-runtime.js';

/** Calls `onResult` or `onStatus` of what a script passed to `call`. To be called in a turn. */
export function respond(
  runtime: AscRuntime,
  responder: object,
  error: string | undefined,
  answer: Packed | undefined,
): void {
  if (error === undefined) {
    runtime.handle(responder, 'onResult', answer === undefined ? undefined : runtime.values.unpack(answer)[0]);
  } else {
    const info = { level: 'error', code: 'NetConnection.Call.Failed', description: error };
    runtime.handle(responder, 'onStatus', info);
  }
}

/** A script passes null, undefined or an object. */
export function isResponder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
