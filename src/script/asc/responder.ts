import type { PeerAnswer } from '../protocol/server-operations.js';
import type { AscRuntime } from './asc-runtime.js';

/** Calls `onResult` or `onStatus` of what a script passed to `call`. To be called in a turn. */
export function respond(
  runtime: AscRuntime,
  responder: object,
  error: string | undefined,
  answer: PeerAnswer | undefined,
): void {
  if (answer?.answer === 'result') runtime.handle(responder, 'onResult', runtime.values.unpack(answer.value)[0]);
  else runtime.handle(responder, 'onStatus', statusOf(runtime, error, answer));
}

/** What the other side said, or in its place what happened. */
function statusOf(runtime: AscRuntime, error: string | undefined, answer: PeerAnswer | undefined): unknown {
  const failed = answer?.answer === 'error' ? answer : undefined;
  if (failed?.status !== undefined) return runtime.values.unpack(failed.status)[0];
  const description = error ?? failed?.description ?? 'no answer';
  return { level: 'error', code: 'NetConnection.Call.Failed', description };
}

/** A script passes null, undefined or an object. */
export function isResponder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
