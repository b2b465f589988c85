/**
 * - `lost`: the way to the origin broke, or no answer came in time; it may be asked again
 * - `not-found`: the origin has none of that name
 * - `changed`: what is there now is not what was asked for
 * - `refused`: the origin has it, and cannot or does not give it out
 */
export type OriginErrorCode = 'lost' | 'not-found' | 'changed' | 'refused';

/** What an origin was asked for cannot be had. */
export class OriginError extends Error {
  override readonly name = 'OriginError';

  constructor(
    readonly code: OriginErrorCode,
    message: string,
  ) {
    super(message);
  }
}
