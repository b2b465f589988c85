/**
 * - `not-sol`: it does not begin as a file of a shared object does
 * - `truncated`: it ends before what it announces does
 * - `unknown-version`: its values are neither AMF0 nor AMF3
 * - `bad-value`: a value in it cannot be read, see `cause`
 */
export type SolErrorCode = 'not-sol' | 'truncated' | 'unknown-version' | 'bad-value';

/** The bytes are no file of a shared object of Flash, or a damaged one. */
export class SolError extends Error {
  override readonly name = 'SolError';

  constructor(
    readonly code: SolErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
