/** `bad-packet`: what came is no remoting packet. The others: it is larger, or has more calls, than is taken. */
export type RemotingErrorCode = 'bad-packet' | 'too-large' | 'too-many-calls';

/** A packet that is refused as a whole. */
export class RemotingError extends Error {
  override readonly name = 'RemotingError';

  constructor(
    readonly code: RemotingErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
