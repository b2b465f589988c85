import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { residentMemory } from '../net/resident-memory.js';
import type { Clock } from '../time/clock.js';
import { EventLoopDelay } from './event-loop-delay.js';

/** Measures the process itself. */
export class ProcessFacts {
  readonly #delay: EventLoopDelay;
  readonly #startedAt: number;

  constructor(clock: Clock) {
    this.#delay = new EventLoopDelay(clock);
    this.#startedAt = clock.date() / 1000 - process.uptime();
  }

  start(): void {
    this.#delay.start();
  }

  close(): void {
    this.#delay.close();
  }

  /** Seconds. */
  get uptime(): number {
    return Math.round(process.uptime() * 10) / 10;
  }

  /** Seconds and bytes; totals are those since the process started, whoever asks and how often. */
  facts() {
    const { user, system } = process.cpuUsage();
    // Not process.memoryUsage, which throws where no more files may be open.
    const { used_heap_size: heapUsed, external_memory: external } = getHeapStatistics();
    const { active, idle } = performance.eventLoopUtilization();
    return {
      startedAt: this.#startedAt,
      cpu: (user + system) / 1e6,
      memory: { resident: residentMemory(), heapUsed, external },
      eventLoop: { delay: this.#delay.histogram, active: active / 1000, idle: idle / 1000 },
    };
  }
}
