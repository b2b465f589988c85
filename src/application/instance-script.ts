import type { ApplicationInstance } from './application-instance.js';
import type { Hook } from './hook.js';
import type { Refusal } from './refusal.js';
import type { RunningScript } from './running-script.js';

/**
 * The code of an application as one of its instances runs it: main.asc or TypeScript. Whoever wants anything of the
 * instance, by whatever way, passes it as the last of the hooks, and is kept waiting until it has answered.
 */
export interface InstanceScript extends Hook, RunningScript {
  /**
   * Loads the code and lets it begin (onAppStart). A refusal if it cannot: everybody who wants in is told that. A script
   * that comes to its end by itself later ends the instance: `instance.life.fail`.
   */
  start(instance: ApplicationInstance): Promise<Refusal | undefined>;
}
