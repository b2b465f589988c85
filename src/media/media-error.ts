import { EndOfBytesError } from '../bytes/byte-reader.js';

/**
 * truncated: the bytes end before what they announce;
 * malformed: a value that the specification excludes, or a count beyond its limit;
 * unsupported: a version or variant that is not read here;
 * no-track: a file with nothing in it that could be played.
 */
export type MediaErrorCode = 'truncated' | 'malformed' | 'unsupported' | 'no-track';

/**
 * Codec data or a media file that cannot be read. Codec data never stops a stream: the payload is relayed as it is.
 */
export class MediaError extends Error {
  override readonly name = 'MediaError';

  constructor(
    readonly code: MediaErrorCode,
    message: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
  }
}

/** Runs a reader of `what`; input that ends too early becomes a MediaError. */
export function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EndOfBytesError)) throw error;
    throw new MediaError('truncated', `${what}: ${error.message}`, { cause: error });
  }
}

/** What `read` answers, or undefined where it finds codec data that cannot be read. */
export function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof MediaError) return undefined;
    throw error;
  }
}
