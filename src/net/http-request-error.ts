/**
 * Why a request had no answer:
 * - `address`: the host is none that requests go to
 * - `connection`: it could not be made, or broke
 * - `certificate`: the server is not who it should be
 * - `too-large`: the answer is longer than it may be
 * - `protocol`: the answer is no HTTP
 * - `aborted`: the time was over
 */
export type HttpRequestErrorCode = 'address' | 'connection' | 'certificate' | 'too-large' | 'protocol' | 'aborted';

/** A request of ours that had no answer. Nothing of its address is in the message but the host. */
export class HttpRequestError extends Error {
  constructor(
    readonly code: HttpRequestErrorCode,
    message: string,
    override readonly cause?: unknown,
  ) {
    super(message);
    this.name = 'HttpRequestError';
  }
}
