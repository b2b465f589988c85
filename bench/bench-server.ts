import type { Children } from './children.js';

/** Everything that can be measured. */
export const scenarioNames = ['live', 'publishers', 'churn', 'start'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface ServerSetting {
  readonly children: Children;
  /** A folder of its own for this start. */
  readonly folder: string;
  readonly core: number | undefined;
  /** Seconds after which the server is killed, whatever happens. */
  readonly timeLimit: number;
}

/** Something that is measured, started anew for each run so that no run sees the memory of another. */
export interface BenchServer {
  /** As in the table, without spaces. */
  readonly name: string;
  readonly scenarios: readonly ScenarioName[];
  /** The bare loop that merges alike: what Node.js can do at best. */
  readonly floor?: string;
  start(setting: ServerSetting): Promise<RunningServer>;
}

export interface RunningServer {
  /** `rtmp://host:port/app`, without a stream. */
  readonly address: string;
  /** Its processes: their CPU time and memory are added up. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}
