import type { Guest } from '../guest/guest.js';
import type { InstanceHost } from './instance-host.js';

/** A script that runs, and how its code is called. */
export interface RunningGuest {
  readonly guest: Guest;
  /**
   * Calls `step` until it answers false or some time has passed, so that others have their turn. Answers true if a step
   * was ended because it took longer than it may; the next one can be called nevertheless.
   */
  run(step: () => boolean): boolean;
}

/** Loads the script of an instance. Throws an Error, or rejects, if it cannot be loaded; the message is for people. */
export type GuestMaker = (host: InstanceHost) => RunningGuest | Promise<RunningGuest>;
