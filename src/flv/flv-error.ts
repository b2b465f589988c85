/**
 * - `not-flv`: neither the signature at the beginning nor a tag within `maxGarbage` bytes
 * - `lost`: no tag within `maxGarbage` bytes after the one before
 */
export type FlvErrorCode = 'not-flv' | 'lost';

/** Bytes in which no more FLV tags can be found. What was read before stays right. */
export class FlvError extends Error {
  override readonly name = 'FlvError';

  constructor(
    readonly code: FlvErrorCode,
    message: string,
  ) {
    super(message);
  }
}
