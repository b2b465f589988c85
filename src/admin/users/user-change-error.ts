/** What is asked of the users cannot be done. The message says why, for the person who asks. */
export class UserChangeError extends Error {
  override readonly name = 'UserChangeError';

  constructor(
    readonly code: 'not-found' | 'conflict' | 'not-possible',
    message: string,
  ) {
    super(message);
  }
}
