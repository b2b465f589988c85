import type { CommandMessage } from '../rtmp/message/command.js';
import { encodeCommand } from '../rtmp/message/command.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { CONNECTION_STREAM } from '../rtmp/message.js';
import { status } from '../netconnection/status.js';

/** Calls of which it is remembered that their answer is owed; of those beyond, a client that loses its origin is told in one status. */
const MAX_OWED = 1000;

/** The calls of a client that its origin has yet to answer. */
export class OwedAnswers {
  readonly #owed = new Set<number>();
  /** Calls whose answer may be owed, and that were too many to be remembered. */
  #beyond = 0;

  /** A command went to the origin. */
  sent({ name, transactionId }: CommandMessage): void {
    if (transactionId <= 0 || name === '_result' || name === '_error') return;
    if (this.#owed.size < MAX_OWED) this.#owed.add(transactionId);
    else this.#beyond++;
  }

  /** A command came from the origin. */
  came({ name, transactionId }: CommandMessage): void {
    if (name !== '_result' && name !== '_error') return;
    if (!this.#owed.delete(transactionId) && this.#beyond > 0) this.#beyond--;
  }

  /** What the client is to be told now that nobody will answer. */
  failed(): RtmpMessage[] {
    const failures = [...this.#owed].map(failedCall);
    if (this.#beyond > 0) failures.push(failedCalls(`${this.#beyond} calls more are without an answer too.`));
    this.#owed.clear();
    this.#beyond = 0;
    return failures;
  }
}

/** What a client is told whose call cannot be delivered; nothing if it wants no answer or gives one. */
export function undelivered({ name, transactionId }: CommandMessage): RtmpMessage | undefined {
  if (name === '_result' || name === '_error') return undefined;
  if (transactionId > 0) return failedCall(transactionId);
  return failedCalls('The call was not delivered.');
}

function failedCalls(which: string): RtmpMessage {
  return command('onStatus', 0, `The origin cannot be reached. ${which}`);
}

function failedCall(transactionId: number): RtmpMessage {
  return command('_error', transactionId, 'The origin cannot be reached, so the call was not delivered.');
}

function command(name: string, transactionId: number, description: string): RtmpMessage {
  const info = status('NetConnection.Call.Failed', description);
  const said = { name, transactionId, commandObject: null, args: [info], encoding: 'amf0' } as const;
  return encodeCommand(said, CONNECTION_STREAM);
}
