/**
 * - `no-media`: neither sound nor picture in it
 * - `no-key-frame`: a picture that cannot be begun with
 * - `time-goes-back`: timestamps that go back by more than audio and video stand out of order
 * - `too-many`: more messages than a slate may have
 */
export type SlateErrorCode = 'no-media' | 'no-key-frame' | 'time-goes-back' | 'too-many';

/** Media that cannot be shown as a slate. */
export class SlateError extends Error {
  override readonly name = 'SlateError';

  constructor(
    readonly code: SlateErrorCode,
    message: string,
  ) {
    super(message);
  }
}
