/** C1, S1, C2 and S2 (RTMP 1.0, sections 5.2.3 and 5.2.4). */
export const BLOCK_SIZE = 1536;

/**
 * Where things lie in a C1 or S1: in scheme 0 the digest is in the first half and the public key of RTMPE in the second,
 * in scheme 1 the other way round.
 */
export type DigestScheme = 0 | 1;
