/** What a peer may ask of one RTMP connection. Sizes are bytes. */
export interface RtmpOptions {
  /** The longest message accepted; the wire allows no more than 16 MiB - 1. */
  readonly maxMessageSize: number;
  /** How many different chunk stream ids a peer may use. */
  readonly maxChunkStreams: number;
  /** How many messages may be begun and not finished at one time. */
  readonly maxPartialMessages: number;
  /** How much memory all unfinished messages may hold together. */
  readonly maxPartialBytes: number;
  /** How many messages of unknown types are ignored before the connection is given up. */
  readonly maxUnknownMessages: number;
  /** How much message payload is accepted before the owner sets `connected`. */
  readonly preConnectBytes: number;
  /**
   * How many chunks with next to no payload are decoded per second of the `now` given to `receive`. A
   * chunk of 128 bytes or more costs nothing, one of 64 bytes half, so that it never limits a bit rate.
   */
  readonly maxSmallChunksPerSecond: number;
  /** Client role: offer the digest handshake, without which Flash Media Server sends no H.264 and AAC. */
  readonly offerDigest: boolean;
}

/** Enough for every encoder and player that is known. */
export const defaultRtmpOptions: RtmpOptions = {
  maxMessageSize: 0xffffff,
  maxChunkStreams: 1024,
  maxPartialMessages: 64,
  maxPartialBytes: 16 * 1024 * 1024,
  maxUnknownMessages: 1000,
  preConnectBytes: 64 * 1024,
  maxSmallChunksPerSecond: 200_000,
  offerDigest: true,
};
