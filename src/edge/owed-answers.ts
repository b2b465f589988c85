import type { CommandMessage } from '../rtmp/message/command.js';
import { encodeCommand } from '../rtmp/message/command.js';
import type { RtmpMessage } from '../rtmp/message.js';
import { CONNECTION_STREAM } from '../rtmp/message.js';
import { status } from '../netconnection/status.js';

/** Calls of which it is remembered that their answer is owed; of more than these a client that loses its origin is not told. */
const MAX_OWED = 1000;

/** The calls of a client that its origin has yet to answer. */
export class OwedAnswers {
  readonly #owed = new Set<number>();

  /** A command went to the origin. */
  sent({ name, transactionId }: CommandMessage): void {
    if (transactionId <= 0 || name === '_result' || name === '_error' || this.#owed.size >= MAX_OWED) return;
    this.#owed.add(transactionId);
  }

  /** A command came from the origin. */
  came({ name, transactionId }: CommandMessage): void {
    if (name === '_result' || name === '_error') this.#owed.delete(transactionId);
  }

  /** What the client is to be told now that nobody will answer. */
  failed(): RtmpMessage[] {
    const failures = [...this.#owed].map(failedCall);
    this.#owed.clear();
    return failures;
  }
}

/** What a client is told whose call cannot be delivered; nothing if it wants no answer or gives one. */
export function undelivered({ name, transactionId }: CommandMessage): RtmpMessage | undefined {
  if (name === '_result' || name === '_error') return undefined;
  if (transactionId > 0) return failedCall(transactionId);
  return command('onStatus', 0);
}

function failedCall(transactionId: number): RtmpMessage {
  return command('_error', transactionId);
}

function command(name: string, transactionId: number): RtmpMessage {
  const info = status('NetConnection.Call.Failed', 'The origin cannot be reached, so the call was not delivered.');
  const said = { name, transactionId, commandObject: null, args: [info], encoding: 'amf0' } as const;
  return encodeCommand(said, CONNECTION_STREAM);
}
