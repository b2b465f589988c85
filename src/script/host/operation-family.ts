import type { ScriptEvent, ScriptEvents } from '../protocol/script-events.js';
import type { OperationHandlers } from './operation-handlers.js';

/** Tells the script of an instance of something, in its order among all that it is told. */
export type TellScript = <Name extends ScriptEvent>(event: Name, ...args: Parameters<ScriptEvents[Name]>) => void;

/** Asks the script of an instance. Rejects with ScriptError if there is no answer. */
export type AskScript = <Name extends ScriptEvent>(
  event: Name,
  ...args: Parameters<ScriptEvents[Name]>
) => Promise<ReturnType<ScriptEvents[Name]>>;

/** Some of the operations that an instance serves its script. */
export interface OperationFamily {
  readonly handlers: OperationHandlers;
  /** The script runs no more: what it made or opened goes with it. */
  close(): void;
}
