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
