import type { Children } from './children.js';

export const liveScenarios = ['live', 'publishers', 'churn', 'start', 'recording'] as const;
export const sharedObjectScenarios = ['sharedobject-one', 'sharedobject-many'] as const;
export const callScenarios: readonly string[] = ['call-asc', 'call-ts'];
export const scriptScenarios = ['call-asc', 'call-ts', 'instances'] as const;
export const webScenarios = ['hls', 'hls-parts', 'http-flv', 'ws-flv', 'rtmps'] as const;
export type WebScenario = (typeof webScenarios)[number];
export const recordedScenarios = ['vod-one', 'vod-many', 'vod-large', 'seek'] as const;

/** What an edge does in the place of its origin. */
export const edgeScenarios = ['live', 'vod-one', 'call-ts'] as const;

/** What edges do together, of which there are two. */
export const edgeGroupScenarios = ['edge-split', 'edge-hits', 'edge-failover'] as const;

/** What operators ask for while the server works. */
export const administrationScenarios = ['api-clients', 'metrics-scrape'] as const;

/** Everything that can be measured. */
export const scenarioNames = [
  ...liveScenarios,
  ...recordedScenarios,
  ...sharedObjectScenarios,
  ...scriptScenarios,
  ...webScenarios,
  ...edgeGroupScenarios,
  ...administrationScenarios,
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Names for several scenarios together. */
export const scenarioGroups: ReadonlyMap<string, readonly ScenarioName[]> = new Map<string, readonly ScenarioName[]>([
  ['vod', [...recordedScenarios, 'recording']],
  ['sharedobject', sharedObjectScenarios],
  ['call', ['call-asc', 'call-ts']],
  ['web', webScenarios],
  ['administration', administrationScenarios],
  ['edge', [...edgeScenarios, ...edgeGroupScenarios]],
]);

export interface ServerSetting {
  readonly children: Children;
  /** A folder of its own for this start. */
  readonly folder: string;
  readonly core: number | undefined;
  /** Seconds after which the server is killed, whatever happens. */
  readonly timeLimit: number;
  /** The folder of the recorded media that is played by name, where some is. */
  readonly media?: string | undefined;
  /** Whether the applications are those that are only measured. */
  readonly benchApps: boolean;
}

/** Something that is measured, started anew for each run so that no run sees the memory of another. */
export interface BenchServer {
  /** As in the table, without spaces. */
  readonly name: string;
  readonly scenarios: readonly ScenarioName[];
  /** Another server to compare with: the bare loop that merges alike, or the same server with less to do. */
  readonly floor?: string;
  start(setting: ServerSetting): Promise<RunningServer>;
}

export interface RunningServer {
  /** `rtmp://host:port/app`, without a stream. */
  readonly address: string;
  /** Its processes: their CPU time and memory are added up. */
  readonly pids: readonly number[];
  /** Where a stream is published that is played there, if it is somewhere else. */
  readonly publishing?: string;
  /** Where what it keeps (`data`) and what it says (`output.log`) is, where it has an administration. */
  readonly folder?: string;
  /** Of servers that belong together. */
  readonly group?: EdgeGroup;
  stop(): Promise<void>;
}

/** Two edges, their origin, and the one that takes its place. Addresses as that of {@link RunningServer}. */
export interface EdgeGroup {
  readonly origins: readonly string[];
  readonly edges: readonly string[];
  /** The first origin does nothing any more, and its connections stay open. */
  readonly hang: () => void;
  /** The sum of the samples of that name, or of that name with its labels, of the first origin or of the first edge. */
  readonly metric: (who: 'origin' | 'edge', name: string) => Promise<number>;
}
