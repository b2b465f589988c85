import type { Plain } from '../protocol/bytes.js';
import type { Answer } from '../protocol/script-messages.js';
import { ScriptError } from '../script-error.js';

interface Pending {
  readonly instance: string;
  resolve(value: Plain): void;
  reject(error: ScriptError): void;
}

/** Answers of a script's thread that are waited for. */
export class PendingAnswers {
  #lastAsk = 0;
  readonly #pending = new Map<number, Pending>();

  get size(): number {
    return this.#pending.size;
  }

  /** @param send sends the question with that number */
  ask(instance: string, send: (ask: number) => void): Promise<Plain> {
    return new Promise((resolve, reject) => {
      const ask = ++this.#lastAsk;
      this.#pending.set(ask, { instance, resolve, reject });
      send(ask);
    });
  }

  settle({ ask, value, error }: Answer): void {
    const pending = this.#pending.get(ask);
    if (pending === undefined) return;
    this.#pending.delete(ask);
    if (error === undefined) pending.resolve(value);
    else pending.reject(new ScriptError('failed', error));
  }

  /** Nobody answers any more: of one instance, or of all. */
  fail(error: ScriptError, instance?: string): void {
    for (const [ask, pending] of this.#pending) {
      if (instance !== undefined && pending.instance !== instance) continue;
      this.#pending.delete(ask);
      pending.reject(error);
    }
  }
}
