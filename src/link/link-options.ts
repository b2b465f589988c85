/** Bounds of a link. */
export interface LinkOptions {
  /** Bytes that the other side may send on a stream before they are taken; 64 KiB at least. */
  readonly window: number;
  /** Bytes of a message. */
  readonly maxMessageSize: number;
  /** Streams at a time that the other side may open; one more is closed as `too-many-streams`. */
  readonly maxStreams: number;
  /** Bytes that may wait to be sent on a stream; one that exceeds them is closed as `too-slow`. */
  readonly maxQueued: number;
  /** Milliseconds until both sides have shown who they are. */
  readonly greetingTimeout: number;
  /** Milliseconds between two signs of life. */
  readonly pingPeriod: number;
  /** Milliseconds without any byte after which the other side is given up. */
  readonly silence: number;
}

export const defaultLinkOptions: LinkOptions = {
  window: 512 * 1024,
  maxMessageSize: 16 * 1024 * 1024,
  maxStreams: 100_000,
  maxQueued: 64 * 1024 * 1024,
  greetingTimeout: 10_000,
  pingPeriod: 500,
  silence: 8000,
};

/** What a link needs of a cryptographic library. */
export interface LinkCrypto {
  /** `size` unpredictable bytes. */
  randomBytes(size: number): Uint8Array;
  /** HMAC-SHA256 of `data`, 32 bytes. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
}

/** Who opened the stream of bytes, and who took it. */
export type LinkRole = 'initiator' | 'acceptor';
