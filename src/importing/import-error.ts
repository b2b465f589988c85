/** What is to be imported cannot be read: the message says where and why. */
export class ImportError extends Error {
  override readonly name = 'ImportError';

  constructor(
    readonly code: 'not-there' | 'syntax' | 'too-large',
    message: string,
  ) {
    super(message);
  }
}
