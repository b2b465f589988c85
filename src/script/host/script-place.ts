import type { InstanceSetup } from '../protocol/script-messages.js';
import type { ScriptThread } from './script-thread.js';

/** A thread as one of the instances that run on it sees it. */
export type InstanceThread = Pick<ScriptThread, 'load' | 'unload' | 'tell' | 'ask'>;

/** Where the script of an instance is going to run, and from what it is made. */
export interface ScriptPlace {
  readonly thread: InstanceThread;
  readonly setup: InstanceSetup;
  /** The instance does not use the thread any more. Called once. */
  release(): void;
}
