import type { Logger } from '../log/logger.js';
import type { Clock, Timer } from '../time/clock.js';
import { tellWatchdog } from './service-notices.js';

/**
 * Tells systemd again and again that the event loop turns, if the unit has `WatchdogSec`: a process that hangs is killed and
 * started anew (sd_watchdog_enabled(3)). It is told twice in the time that systemd waits.
 */
export class ServiceWatchdog {
  readonly #interval: number | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {
    const { WATCHDOG_USEC: time = '', WATCHDOG_PID: pid = String(process.pid) } = environment;
    if (/^[1-9]\d*$/.test(time) && pid === String(process.pid)) this.#interval = Number(time) / 2000;
  }

  start(): void {
    if (this.#interval === undefined || this.#isClosed) return;
    this.#timer = this.clock.after(this.#interval, () => void this.#tell());
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  async #tell(): Promise<void> {
    this.start();
    await tellWatchdog((error) => {
      this.logger.warn('systemd could not be told that the server is alive', { error });
    }, this.environment);
  }
}
