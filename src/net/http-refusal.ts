/** A request that is refused by its head. Those who answer the errors of an address say it in their own form. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';

  constructor(
    /** As HTTP numbers it. */
    readonly statusCode: 404 | 405,
    message: string,
  ) {
    super(message);
  }
}

/** There is nothing where somebody asks. */
export function nothingHere(): HttpRefusal {
  return new HttpRefusal(404, 'There is nothing at this address.');
}

/** What says in one word why a request was not done, the same on every address. */
const CODES: ReadonlyMap<number, string> = new Map([
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'wrong-method'],
  [413, 'too-large'],
  [415, 'wrong-type'],
]);

/** The body of an answer that says why not: a sentence for a person, a word for a program. */
export function refusalBody(status: number, error: string): { readonly error: string; readonly code: string } {
  return { error, code: CODES.get(status) ?? (status < 500 ? 'bad-request' : 'failed') };
}
