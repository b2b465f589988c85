/**
 * A call that went wrong. Thrown by a method of yours, it is the answer that the client gets; thrown by a call of yours, it
 * says what the other side answered.
 */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    /** `info.description` of the client. */
    message: string,
    /** `info.application` of the client. */
    readonly info?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}
