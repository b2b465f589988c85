/** What a tunnel through HTTP may do, and how it waits. Durations are milliseconds. */
export interface RtmptOptions {
  /** The longest pause between two polls that a client is asked for: up to 4064, in steps of 16. */
  readonly idlePostInterval: number;
  /** For how long a poll is kept when there is nothing to send. */
  readonly idleAckInterval: number;
  /** A session without a request for so long is over. */
  readonly idleTimeout: number;
  /** The same once the connection that brought the last request is gone. */
  readonly reconnectTimeout: number;
  /** Bytes of RTMP in one answer. */
  readonly writeBufferSize: number;
  /** Requests of a session that may be under way at a time. */
  readonly maxRequests: number;
  /** A session may not go on from another address. */
  readonly sameAddress: boolean;
}
