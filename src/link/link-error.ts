/** Why a link ended; each code ends the link and nothing else. */
export type LinkErrorCode =
  /** The first bytes are not those of a link, or of a version of it that is not spoken here. */
  | 'not-a-link'
  /** The other side does not know the secret, or we do not know its. */
  | 'unauthorised'
  /** A frame that cannot be understood, or that is not in its place. */
  | 'invalid-frame'
  /** More than there was room for, by the credit that was given. */
  | 'flow-control'
  /** A message longer than `maxMessageSize`. */
  | 'message-too-large'
  /** The greeting was not done in `greetingTimeout`, or nothing was heard for `silence`. */
  | 'timeout'
  /** The other side has ended it. */
  | 'ended-by-peer'
  /** The stream of bytes is gone. */
  | 'connection-lost'
  /** We have ended it. */
  | 'closed';

/** The end of a link, with its reason. */
export class LinkError extends Error {
  override readonly name = 'LinkError';

  constructor(
    readonly code: LinkErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
