import type { FmsValue } from './fms-value.js';

/** What a call of the administration API of FMS is answered with. */
export interface FmsAnswer {
  readonly level: 'status' | 'error';
  readonly code: FmsCode;
  /** Why it was not done. */
  readonly description?: string;
  readonly data?: FmsValue | undefined;
}

/**
 * - `NetConnection.Call.Success`: it is done
 * - `NetConnection.Call.Failed`: there is no such method, or it was called in the wrong way
 * - `NetConnection.Connect.Rejected`: who asks may not
 * - `NetConnection.Admin.CommandFailed`: it was tried, and could not be done
 */
export type FmsCode =
  | 'NetConnection.Call.Success'
  | 'NetConnection.Call.Failed'
  | 'NetConnection.Connect.Rejected'
  | 'NetConnection.Admin.CommandFailed';

/** Why a method is not carried out. */
export class FmsFailure extends Error {
  override readonly name = 'FmsFailure';

  constructor(
    readonly code: Exclude<FmsCode, 'NetConnection.Call.Success'>,
    message: string,
  ) {
    super(message);
  }
}

/** There is no such thing, or it cannot be done with it now. */
export function commandFailed(message: string): FmsFailure {
  return new FmsFailure('NetConnection.Admin.CommandFailed', message);
}

/** It was called in the wrong way. */
export function callFailed(message: string): FmsFailure {
  return new FmsFailure('NetConnection.Call.Failed', message);
}
