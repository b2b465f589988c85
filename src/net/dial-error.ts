/**
 * Why no connection was made:
 * - `address`: the host is none that connections go to
 * - `certificate`: the server is not who it should be
 * - `connection`: nobody is there, or takes connections
 * - `aborted`: whoever wanted it wants it no more
 */
export type DialErrorCode = 'address' | 'certificate' | 'connection' | 'aborted';

/** A connection of ours to a server was not made. */
export class DialError extends Error {
  override readonly name = 'DialError';

  constructor(
    readonly code: DialErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
