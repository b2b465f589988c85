import { constants, createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import { boundedBuiltIns } from './bounded-built-ins.js';

/** Milliseconds after which a batch ends, so that what comes next has its whole time. */
const SLICE = 50;

const entry = new Script(`globalThis[Symbol.for('afterglow.job')]()`, { filename: 'afterglow' });

/** A global object of its own with all built-ins, for one instance of main.asc. No wall: what runs in it can get out. */
export class VmRealm {
  readonly #context: Context;
  #job: () => void = () => undefined;

  constructor(name: string) {
    // An ordinary global object: its variables are read several times faster than those of one that Node.js imitates.
    // Promises of the script are settled within the time of the call that settled them.
    this.#context = createContext(constants.DONT_CONTEXTIFY, { name, microtaskMode: 'afterEvaluate' });
    Object.defineProperty(this.#context, Symbol.for('afterglow.job'), { value: () => this.#job(), enumerable: false });
    this.run(boundedBuiltIns);
  }

  /** Runs a script, and answers what it comes to. Not timed: to be called within {@link timed}. */
  run(script: Script): unknown {
    return script.runInContext(this.#context, { displayErrors: false });
  }

  /**
   * Calls `step` until it answers false, or some time has passed. Answers true if it was ended because one step took
   * longer than `maxTime` milliseconds (0: no bound).
   */
  timed(step: () => boolean, maxTime: number): boolean {
    const end = performance.now() + SLICE;
    this.#job = () => {
      while (step() && performance.now() < end);
    };
    const timeout = maxTime > 0 ? { timeout: maxTime + SLICE } : {};
    try {
      entry.runInContext(this.#context, { displayErrors: false, ...timeout });
      return false;
    } catch (error) {
      if ((error as { code?: unknown } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return true;
      throw error;
    }
  }
}
