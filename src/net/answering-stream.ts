import type { ByteStream, ByteStreamHandler } from './byte-stream.js';

/** A stream of bytes that begins with a request, which is answered: over HTTP, or over a WebSocket. */
export interface AnsweringStream extends ByteStream {
  /**
   * @param finished told when the peer has sent all that it wanted to, before the stream is closed; whoever goes without
   *   that is lost
   */
  start(handler: ByteStreamHandler, finished?: () => void): void;
  /** The request is granted: what is written from now on is the answer. */
  accept(contentType: string): void;
  /**
   * Says how it ended, and closes. After {@link accept} HTTP has no words for that any more.
   *
   * @param status of HTTP; a WebSocket closes with 4000 more than that, after success with 1000
   */
  answer(status: number, text: string): void;
}
