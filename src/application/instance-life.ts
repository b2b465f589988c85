import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { Refusal } from './refusal.js';
import type { RunningScript, StopReason } from './running-script.js';

/** What the life of an instance changes. */
export interface LifeMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly script: RunningScript | undefined;
  /** Loads the script and lets it begin. */
  readonly start: () => Promise<Refusal | undefined>;
  /** The script runs: what needs no client begins. */
  readonly started: () => void;
  /** Tells everybody that the application shuts down, and disconnects them. */
  readonly dismiss: (description: string) => void;
  /** Nothing of the instance runs any more. */
  readonly ended: () => void;
}

/** Milliseconds in which a script must have said whether it may be unloaded. */
export const STOP_TIMEOUT = 10_000;

/** The instance is gone, or about to go. */
export const unloadedRefusal: Refusal = {
  rule: 'the application instance was unloaded meanwhile',
  reason: 'failed',
  description: 'The application was unloaded. Please connect again.',
};

/**
 * From the first connect to the end of an application instance. Its script is loaded once and asked before the instance
 * goes; one whose script cannot be loaded ends at once, so that the next who comes tries anew.
 */
export class InstanceLife {
  #isRunning: boolean;
  #hasEnded = false;
  #starting: Promise<Refusal | undefined> | undefined;
  #leaving: Promise<void> | undefined;
  #isUnwanted = false;

  constructor(private readonly means: LifeMeans) {
    this.#isRunning = means.script === undefined;
  }

  /** Whoever is let in may be served at once. */
  get isRunning(): boolean {
    return this.#isRunning && !this.#hasEnded;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Settled when it is decided whether the instance goes; undefined if nothing of the kind is going on. */
  get leaving(): Promise<void> | undefined {
    return this.#leaving;
  }

  /** Resolves when the script runs, or with the reason why everybody is refused: then the instance has ended. */
  ready(): Promise<Refusal | undefined> {
    if (this.#hasEnded) return Promise.resolve(unloadedRefusal);
    return (this.#starting ??= this.#start());
  }

  /** Nobody uses the instance: it goes unless the script objects. */
  retire(): Promise<void> {
    if (this.means.script === undefined) this.#end('idle');
    if (this.#hasEnded) return Promise.resolve();
    return (this.#leaving ??= this.#leave('idle'));
  }

  /** Disconnects everybody; the script is told, and then it ends. Resolves when it has. */
  unload(description: string): Promise<void> {
    if (this.#hasEnded) return Promise.resolve();
    this.#isUnwanted = true;
    this.means.dismiss(description);
    return (this.#leaving ??= this.#leave('shutdown'));
  }

  /** The script runs no more, by itself: everybody is disconnected, and who comes next starts anew. */
  fail(description: string): void {
    if (this.#hasEnded) return;
    this.means.dismiss(description);
    this.#end('its script came to an end');
  }

  async #start(): Promise<Refusal | undefined> {
    if (this.means.script === undefined) {
      this.means.started();
      return undefined;
    }
    const refusal = await this.means.start().catch((error: unknown) => this.#failed(error));
    if (this.#hasEnded) return refusal ?? unloadedRefusal;
    if (refusal !== undefined) {
      this.#end(`its script cannot be used: ${refusal.rule}`);
      return refusal;
    }
    this.#isRunning = true;
    this.means.started();
    return undefined;
  }

  #failed(error: unknown): Refusal {
    this.means.logger.error('a script could not be started', { error });
    return { rule: 'the script failed to start', reason: 'failed', description: 'The application failed to start.' };
  }

  async #leave(reason: StopReason): Promise<void> {
    const mayStop = await this.#mayStop(reason);
    this.#leaving = undefined;
    if (mayStop || this.#isUnwanted) this.#end(this.#isUnwanted ? 'shutdown' : 'idle');
  }

  #mayStop(reason: StopReason): Promise<boolean> {
    const { clock, logger, script } = this.means;
    if (script === undefined || !this.#isRunning) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = clock.after(STOP_TIMEOUT, () => {
        logger.warn('the script did not say whether its instance may be unloaded: it is', { timeout: STOP_TIMEOUT });
        resolve(true);
      });
      void script.mayStop(reason).then((may) => {
        timer.cancel();
        resolve(may);
      });
    });
  }

  #end(why: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.means.script?.close();
    this.means.ended();
    this.means.logger.info(`application instance unloaded: ${why}`);
  }
}
