/**
 * Why media is not shown, or not published:
 * - `no-media-source`, `no-web-codecs`: this browser cannot do it at all
 * - `unsupported`: it does not have the codec
 * - `failed`: it has it, and could not decode or encode this
 */
export type VideoErrorCode = 'no-media-source' | 'no-web-codecs' | 'unsupported' | 'failed';

/** Media cannot be shown, or not be published. */
export class VideoError extends Error {
  override readonly name = 'VideoError';

  constructor(
    readonly code: VideoErrorCode,
    message: string,
  ) {
    super(message);
  }
}
