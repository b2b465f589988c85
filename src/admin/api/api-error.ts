import type { ApiErrorBody, ApiErrorCode } from './schema/values.js';

const STATUS: Readonly<Record<ApiErrorCode, number>> = {
  'bad-request': 400,
  'not-logged-in': 401,
  'wrong-password': 401,
  forbidden: 403,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  'too-large': 413,
  'wrong-type': 415,
  invalid: 422,
  'not-possible': 409,
  'too-many-logins': 429,
  failed: 500,
};

/** A request that is not done, and what the answer says of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ApiErrorCode,
    /** For a person: what happened and what to do about it. */
    message: string,
    readonly more: Pick<ApiErrorBody, 'problems' | 'retryAfter'> = {},
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.code];
  }

  get body(): ApiErrorBody {
    return { error: this.message, code: this.code, ...this.more };
  }
}

/** The value, if there is one. @param what it is, for who asked: `client 17` */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ApiError('not-found', `There is no ${what}.`);
  return value;
}
