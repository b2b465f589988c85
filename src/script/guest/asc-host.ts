import type { InstanceSetup } from '../protocol/script-messages.js';
import type { ScriptServices } from '../protocol/script-services.js';
import type { Guest } from './guest.js';
import type { GuestHost } from './guest-host.js';

/**
 * What the library of main.asc is given inside of its realm. The functions are of Node's realm, and so are the errors
 * that they throw, and the lists and records that they answer: none of them may reach the script as it is.
 */
export interface AscHost extends GuestHost {
  /** What they answer is of Node's realm, too. */
  readonly services: ScriptServices;
  /**
   * Reads a script: in the folder of the script `from`, then in the application's, then in those of the libraries.
   *
   * @param name with `/` between folders; nothing outside of those folders is read
   * @param from a `file` that this answered; undefined for the application's folder
   */
  readScript(name: string, from: string | undefined): FoundScript | undefined;
  /**
   * Runs code as a classic script of this realm, whose `var` and functions are global. What the script throws passes
   * through. Answers what is wrong if it cannot be parsed; then nothing of it ran.
   */
  runScript(code: string, file: string): ScriptSyntaxError | undefined;
}

export interface FoundScript {
  /** As it is written in logs: relative to the application's folder, or absolute in a library. */
  readonly file: string;
  /** Decoded as UTF-8, without byte order mark. */
  readonly text: string;
}

export interface ScriptSyntaxError {
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

/**
 * What `asc/realm.ts` exports as `createAscGuest`: runs main.asc, and answers the instance. Throws an error of any
 * realm, whose message is for people, if the script cannot be loaded.
 */
export type CreateAscGuest = (host: AscHost, setup: InstanceSetup) => Guest;
