import type { AmfValue } from '../amf/value.js';

/** A client answered a call with an error, or went away before it answered. */
export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';

  constructor(
    message: string,
    /** What the client sent along. */
    readonly info?: AmfValue,
  ) {
    super(message);
  }
}

interface Responder {
  resolve(value: AmfValue): void;
  reject(error: CallFailedError): void;
}

/** Calls whose answer a client may still owe; one that never answers must not make us keep more. */
const MAX_OUTSTANDING = 1000;

/** The calls we made to a client and await the answer of. */
export class Responders {
  readonly #waiting = new Map<number, Responder>();
  #lastId = 0;

  /** A new transaction id, and the promise of its answer. */
  open(): { transactionId: number; answer: Promise<AmfValue> } {
    const isFull = this.#waiting.size >= MAX_OUTSTANDING;
    const transactionId = isFull ? 0 : ++this.#lastId;
    const answer = new Promise<AmfValue>((resolve, reject) => {
      if (isFull) reject(new CallFailedError('the client owes too many answers'));
      else this.#waiting.set(transactionId, { resolve, reject });
    });
    // A caller who does not look at the answer must not bring down the process.
    answer.catch(() => undefined);
    return { transactionId, answer };
  }

  /** `_result` or `_error` came; one that nobody waits for is ignored. */
  settle(transactionId: number, succeeded: boolean, value: AmfValue): void {
    const responder = this.#waiting.get(transactionId);
    if (responder === undefined) return;
    this.#waiting.delete(transactionId);
    if (succeeded) responder.resolve(value);
    else responder.reject(new CallFailedError('the client answered with an error', value));
  }

  /** The client is gone: nobody will answer. */
  abandon(): void {
    for (const responder of this.#waiting.values()) responder.reject(new CallFailedError('the client is gone'));
    this.#waiting.clear();
  }
}
