/** What a peer did wrong; each code ends its connection and nothing else. */
export type RtmpErrorCode =
  /** C0 or S0 asks for a version other than 3, or for RTMPE where it is not wanted. */
  | 'unsupported-version'
  /** RTMPE without a digest, or with a public key that makes no secret. */
  | 'invalid-handshake'
  /** RTMPE when too many have asked for it lately. */
  | 'too-many-handshakes'
  /** A chunk that cannot be understood: a compressed header without a predecessor, or in mid-message. */
  | 'invalid-chunk'
  /** Set Chunk Size with 0. */
  | 'invalid-chunk-size'
  /** A message whose payload does not hold what its type promises; `cause` says more. */
  | 'invalid-message'
  /** A message longer than `maxMessageSize`. */
  | 'message-too-large'
  /** More chunk stream ids than `maxChunkStreams`. */
  | 'too-many-chunk-streams'
  /** More messages begun and not finished than `maxPartialMessages`. */
  | 'too-many-partial-messages'
  /** More memory in unfinished messages than `maxPartialBytes`. */
  | 'too-many-partial-bytes'
  /** More small chunks than `maxSmallChunksPerSecond`. */
  | 'too-many-chunks'
  /** More messages of unknown types than `maxUnknownMessages`. */
  | 'too-many-unknown-messages'
  /** More payload before the connection was accepted than `preConnectBytes`. */
  | 'pre-connect-limit';

/** A violation of RTMP by the peer. */
export class RtmpError extends Error {
  override readonly name = 'RtmpError';

  constructor(
    readonly code: RtmpErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
