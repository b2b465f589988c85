/** The server could not do what the application asked for; the message says why. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
}
