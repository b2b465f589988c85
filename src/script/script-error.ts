/**
 * - `ended`: the thread of the script is gone, and with it all its instances.
 * - `failed`: the script threw, or the question cannot be answered; the message is the script's or says why.
 */
export type ScriptErrorCode = 'ended' | 'failed';

/** Why a script did not answer; the message is for people. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';

  constructor(
    readonly code: ScriptErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
