import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks at how late the event loop is. */
const RESOLUTION = 10;

/** Measures the process itself. */
export class ProcessFacts {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });

  start(): void {
    this.#delay.enable();
  }

  close(): void {
    this.#delay.disable();
  }

  /** Milliseconds that the event loop was late since the last call. */
  eventLoopDelay(): { p50: number; p99: number; max: number } {
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
    const measured = this.#delay.count > 0;
    const delay = {
      p50: measured ? late(this.#delay.percentile(50)) : 0,
      p99: measured ? late(this.#delay.percentile(99)) : 0,
      max: measured ? late(this.#delay.max) : 0,
    };
    this.#delay.reset();
    return delay;
  }

  /** Seconds, and bytes. */
  usage(): { uptime: number; cpuUser: number; cpuSystem: number; residentMemory: number; heapUsed: number } {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    return {
      uptime: Math.round(process.uptime() * 10) / 10,
      cpuUser: user / 1e6,
      cpuSystem: system / 1e6,
      residentMemory: rss,
      heapUsed,
    };
  }
}
