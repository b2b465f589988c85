import { EndOfBytesError } from '../bytes/byte-reader.js';

/**
 * - `truncated`: the input ended inside a value
 * - `bad-marker`: a type marker that is reserved or not defined
 * - `bad-ref`: a reference to an object, string or trait that was not seen before
 * - `bad-count`: an announced count that the rest of the input cannot hold
 * - `too-deep`, `too-many`, `too-long`: a limit was passed, see {@link AmfLimits}; of an encoder, its own limits
 * - `unexpected-object-end`: an object end marker where a value belongs
 * - `unknown-externalizable`: the body of this class has no known form, so nothing after it can be found
 * - `trailing-bytes`: more input than the one value asked for
 * - `unencodable`: the value has no form in this encoding, such as an AMF0 property name over 65,535 bytes
 */
export type AmfErrorCode =
  | 'truncated'
  | 'bad-marker'
  | 'bad-ref'
  | 'bad-count'
  | 'too-deep'
  | 'too-many'
  | 'too-long'
  | 'unexpected-object-end'
  | 'unknown-externalizable'
  | 'trailing-bytes'
  | 'unencodable';

/** Bytes that are not AMF, AMF that passes a limit, or a value that cannot be written. Decoders throw nothing else. */
export class AmfError extends Error {
  override readonly name = 'AmfError';

  constructor(
    readonly code: AmfErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The end of the input as an AmfError; anything else is answered as it is. */
  static from(error: unknown): unknown {
    return error instanceof EndOfBytesError ? new AmfError('truncated', error.message, { cause: error }) : error;
  }
}
