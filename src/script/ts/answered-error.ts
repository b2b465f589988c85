import type { AmfValue } from '../../amf/value.js';
import { CallError } from './call-error.js';
import { fromAmf } from './from-amf.js';

/** @param info of the `_error` of the other side: an information object as a rule, what it likes otherwise */
export function answeredError({ message, info }: { readonly message: string; readonly info?: AmfValue }): CallError {
  const { description, application } = asRecord(fromAmf(info)) ?? {};
  return new CallError(typeof description === 'string' ? description : message, asRecord(application));
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
