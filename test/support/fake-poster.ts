import type { HttpAnswer, HttpPost, HttpPoster } from '../../src/net/http-client.js';
import { HttpRequestError } from '../../src/net/http-request-error.js';

/** What a request gets: a status with a body, nothing until the signal comes, or no connection. */
export type FakeAnswer = { readonly status: number; readonly body?: string } | 'silence' | 'refused';

/** Requests that go nowhere. */
export class FakePoster implements HttpPoster {
  readonly posts: HttpPost[] = [];
  isClosed = false;
  /** Of which no answer has come yet. */
  underWay = 0;

  /** @param answer what each request gets, told by its count from 0 */
  constructor(private readonly answer: (post: HttpPost, index: number) => FakeAnswer | Promise<FakeAnswer>) {}

  async post(post: HttpPost, signal: AbortSignal): Promise<HttpAnswer> {
    this.posts.push(post);
    this.underWay++;
    try {
      const aborted = new Promise<never>((_resolve, reject) => {
        const abort = (): void => reject(new HttpRequestError('aborted', 'no answer in time'));
        if (signal.aborted) abort();
        signal.addEventListener('abort', abort);
      });
      const answer = await Promise.race([this.answer(post, this.posts.length - 1), aborted]);
      if (answer === 'silence') return await aborted;
      if (answer === 'refused') throw new HttpRequestError('connection', 'no answer: ECONNREFUSED');
      return { status: answer.status, type: '', body: answer.body ?? '' };
    } finally {
      this.underWay--;
    }
  }

  close(): void {
    this.isClosed = true;
  }
}
