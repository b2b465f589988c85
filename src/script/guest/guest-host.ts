import type { ScriptLogLine } from '../protocol/script-messages.js';
import type { ServerOperation, ServerOperations } from '../protocol/server-operations.js';

export type OperationArgs<Name extends ServerOperation> = Parameters<ServerOperations[Name]>;
export type OperationAnswer<Name extends ServerOperation> = ReturnType<ServerOperations[Name]>;

/**
 * What an instance of a script is given by the thread that runs it. Only numbers, texts, bytes, and lists and records
 * of these pass, so that objects of one realm never show up in the other.
 */
export interface GuestHost {
  /** Nobody waits for it, nor hears of it if it fails: the server logs that. */
  tell<Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): void;
  /** `settled` is called once, in a later turn, with what it failed with or with the answer. */
  ask<Name extends ServerOperation>(
    operation: Name,
    args: OperationArgs<Name>,
    settled: (error: string | undefined, answer: OperationAnswer<Name> | undefined) => void,
  ): void;
  /** The thread stands still until the answer. What was told before is done before. Throws an Error. */
  now<Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): OperationAnswer<Name>;
  log(line: ScriptLogLine): void;
  /** Milliseconds since 1970. */
  date(): number;
  /** Calls `callback` after so many milliseconds, once or again and again, until the answered function is called. */
  timer(milliseconds: number, repeats: boolean, callback: () => void): () => void;
}
