/** C0 and S0: the version of RTMP in the clear (RTMP 1.0, section 5.2.2). */
export const RTMP_VERSION = 3;

/** C1, S1, C2 and S2 (RTMP 1.0, sections 5.2.3 and 5.2.4). */
export const BLOCK_SIZE = 1536;

/** Where C1 and S1 carry the version of the software, or zeros for the plain handshake. */
export const VERSION_OFFSET = 4;

/** What the handshake told about the other side; for logs and statistics. */
export interface PeerHandshake {
  /** The four version bytes of its C1 or S1; zeros when it knows the plain handshake only. */
  readonly version: Uint8Array;
  /** How its C1 or S1 carried a valid digest, or `plain` for none. */
  readonly scheme: 'plain' | 'digest 0' | 'digest 1';
}

/**
 * A handshake is a chain of values: each step says how many bytes it needs and answers the next one for them.
 *
 *     client                     server
 *       | C0 C1 ------------------> |
 *       | <---------------- S0 S1 S2 |
 *       | C2 ---------------------> |
 */
export type HandshakeStep =
  | {
      readonly state: 'waiting';
      /** To be sent now. */
      readonly output?: Uint8Array;
      /** How many bytes `next` takes. */
      readonly expects: number;
      /** Throws RtmpError `unsupported-version`. */
      readonly next: (bytes: Uint8Array) => HandshakeStep;
    }
  | { readonly state: 'done'; readonly output?: Uint8Array; readonly peer: PeerHandshake };

/** A copy of the version bytes of a C1 or S1. */
export function versionOf(block: Uint8Array): Uint8Array {
  return block.slice(VERSION_OFFSET, VERSION_OFFSET + 4);
}
