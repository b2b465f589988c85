import type { DigestScheme } from './block-layout.js';
import type { Ciphers } from './ciphers.js';

/** C0 and S0: the version of RTMP in the clear (RTMP 1.0, section 5.2.2). */
export const RTMP_VERSION = 3;

/** C0 and S0 of RTMPE: a key exchange in C1 and S1, and RC4 behind the handshake. */
export const RTMPE_VERSION = 6;

/** C0 and S0 of RTMPE with signatures that are encrypted too. */
export const RTMPE_XTEA_VERSION = 8;

/** Where C1 and S1 carry the version of the software, or zeros for the plain handshake. */
export const VERSION_OFFSET = 4;

const VERIFICATION_KEY_SIZE = 32;

/** What the handshake told about the other side; for logs and statistics. */
export interface PeerHandshake {
  /** The four version bytes of its C1 or S1; zeros when it knows the plain handshake only. */
  readonly version: Uint8Array;
  /** How its C1 or S1 carried a valid digest, or `plain` for none. */
  readonly scheme: 'plain' | `digest ${DigestScheme}`;
  /** The connection is encrypted: RTMPE. */
  readonly encrypted?: boolean;
  /** The last 32 bytes of S1, which both sides know and SWF verification is keyed with; only with a digest. */
  readonly verificationKey?: Uint8Array;
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
      /** Throws RtmpError `unsupported-version`, `invalid-handshake`, `too-many-handshakes`. */
      readonly next: (bytes: Uint8Array) => HandshakeStep;
    }
  | { readonly state: 'done'; readonly output?: Uint8Array; readonly peer: PeerHandshake; readonly ciphers?: Ciphers };

/** A copy of the version bytes of a C1 or S1. */
export function versionOf(block: Uint8Array): Uint8Array {
  return block.slice(VERSION_OFFSET, VERSION_OFFSET + 4);
}

/** The key of SWF verification in an S1. */
export function verificationKeyOf(s1: Uint8Array): Uint8Array {
  return s1.slice(-VERIFICATION_KEY_SIZE);
}
