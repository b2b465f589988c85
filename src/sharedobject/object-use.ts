import type { Update } from './update.js';

/** Who uses a shared object: a client, or a script. */
export interface SharedObjectUser {
  /** Something happened. What the user does to the object now comes after all of it. */
  receive(update: Update): void;
}

/** That somebody uses an object, from when it was granted until it is released. */
export class ObjectUse {
  /** How much of what is yet to be told the user knows already. */
  knows = 0;
  /** The version in which the user was last told what a property is that it wanted to be otherwise; 0 for none. */
  correctedIn = 0;
  /** The version with which the user came, if all that it had was taken away from it when it did. */
  cameWith: number | undefined;
  #isReleased = false;

  constructor(
    /** Unique among all uses of the object. */
    readonly id: number,
    readonly user: SharedObjectUser,
  ) {}

  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** The user is told nothing any more. To be called by the object. */
  end(): void {
    this.#isReleased = true;
  }
}
