import type { AmfValue } from '../amf/value.js';

/** The other side answered a call with an error, or went away before it answered. */
export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';

  constructor(
    message: string,
    /** What the other side sent along. */
    readonly info?: AmfValue,
  ) {
    super(message);
  }
}

interface Responder {
  resolve(value: AmfValue): void;
  reject(error: CallFailedError): void;
}

/** Calls whose answer the other side may still owe; one that never answers must not make us keep more. */
const MAX_OUTSTANDING = 1000;

/** The calls we made to a client, or to another server, and await the answer of. */
export class Responders {
  readonly #waiting = new Map<number, Responder>();
  #lastId: number;

  /** @param lastId the transaction id that was used last */
  constructor(
    private readonly peer: 'client' | 'server' = 'client',
    lastId = 0,
  ) {
    this.#lastId = lastId;
  }

  /** A new transaction id, and the promise of its answer. */
  open(): { transactionId: number; answer: Promise<AmfValue> } {
    const isFull = this.#waiting.size >= MAX_OUTSTANDING;
    const transactionId = isFull ? 0 : ++this.#lastId;
    const answer = new Promise<AmfValue>((resolve, reject) => {
      if (isFull) reject(new CallFailedError(`the ${this.peer} owes too many answers`));
      else this.#waiting.set(transactionId, { resolve, reject });
    });
    // A caller who does not look at the answer must not bring down the process.
    answer.catch(() => undefined);
    return { transactionId, answer };
  }

  /** Whether there is a call of that transaction id. */
  awaits(transactionId: number): boolean {
    return this.#waiting.has(transactionId);
  }

  /** The next transaction ids are greater than this one: another server uses those up to it. */
  skipTo(transactionId: number): void {
    this.#lastId = Math.max(this.#lastId, transactionId);
  }

  /** `_result` or `_error` came; one that nobody waits for is ignored. */
  settle(transactionId: number, succeeded: boolean, value: AmfValue): void {
    const responder = this.#waiting.get(transactionId);
    if (responder === undefined) return;
    this.#waiting.delete(transactionId);
    if (succeeded) responder.resolve(value);
    else responder.reject(new CallFailedError(`the ${this.peer} answered with an error`, value));
  }

  /** The other side is gone: nobody will answer. */
  abandon(): void {
    for (const responder of this.#waiting.values()) responder.reject(new CallFailedError(`the ${this.peer} is gone`));
    this.#waiting.clear();
  }
}
