/** Why somebody may not come in, publish or play; made by {@link reject} and {@link redirect}. */
export class Rejection {
  constructor(
    /** What the client is told. */
    readonly description: string,
    /** `info.application` of the client; of a connect only. */
    readonly data?: unknown,
    /** Where to connect instead; of a connect only. */
    readonly url?: string,
  ) {}
}

/** Refuses what is asked for: `return reject('The room is full.', { retryIn: 10 })`. `data` is told to who connects. */
export function reject(description = 'Connection failed.', data?: unknown): Rejection {
  return new Rejection(description, data);
}

/** Sends a client that connects to another address: it is told NetConnection.Connect.Rejected with code 302. */
export function redirect(url: string, description = 'Connection redirected.', data?: unknown): Rejection {
  return new Rejection(description, data, url);
}
