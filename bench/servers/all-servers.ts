import { existsSync } from 'node:fs';
import { edgeGroupScenarios, scenarioNames } from '../bench-server.js';
import type { BenchServer } from '../bench-server.js';
import { allowedCores } from '../cores.js';
import type { Cores } from '../cores.js';
import { afterglowEdge } from './afterglow-edge.js';
import { afterglowEdges } from './afterglow-edges.js';
import { afterglow } from './afterglow.js';
import { bare, bareName } from './bare.js';
import { external } from './external.js';
import type { ExternalServer } from './external.js';
import { nginxRtmp } from './nginx-rtmp.js';

export interface ServerChoice {
  /** Only these names, or all. */
  readonly servers: readonly string[] | undefined;
  readonly nginx: string;
  readonly with: readonly ExternalServer[];
}

/** What one server does by itself. */
const alone = scenarioNames.filter((name) => !edgeGroupScenarios.some((together) => together === name));

const HELD_BACK = 'application.streamManager.live.queue.maxQueueDelay';

/** All servers of this run in the order in which they take turns; `notice` hears of those left out. */
export function allServers(choice: ServerChoice, cores: Cores, notice: (text: string) => void): BenchServer[] {
  const all: BenchServer[] = [
    afterglow('afterglow', alone),
    afterglow('afterglow-0ms', ['live', 'rtmps'], [`${HELD_BACK}=0s`], bareName(0)),
    afterglow('afterglow-350ms', ['live', 'rtmps'], [`${HELD_BACK}=350ms`], bareName(350)),
    afterglow('afterglow-recording', ['recording'], ['application.streamManager.recording.streams=["*"]'], 'afterglow'),
    afterglowEdge,
    afterglowEdges,
    bare(0, ['live', 'publishers', 'churn', 'start', 'rtmps']),
    bare(100, ['live']),
    bare(350, ['live', 'rtmps']),
  ];
  const nginx = nginxRtmp(choice.nginx);
  if (typeof nginx === 'string') notice(`nginx-rtmp is left out: ${nginx}`);
  else all.splice(3, 0, nginx);
  for (const peer of choice.with) {
    const gone = peer.pids.filter((pid) => !existsSync(`/proc/${pid}`));
    if (gone.length > 0) {
      notice(`${peer.name} is left out: there is no process ${gone.join(', ')}`);
      continue;
    }
    warnOfCores(peer, cores, notice);
    all.push(external(peer));
  }
  for (const name of choice.servers ?? []) {
    if (!all.some((server) => server.name === name)) notice(`there is no server ${name}`);
  }
  return all.filter(({ name }) => choice.servers?.includes(name) ?? true);
}

function warnOfCores({ name, pids }: ExternalServer, { server }: Cores, notice: (text: string) => void): void {
  for (const pid of pids) {
    const allowed = allowedCores(pid);
    if (server === undefined || (allowed.length === 1 && allowed[0] === server)) continue;
    notice(`${name} runs on the cores ${allowed.join(', ')}; for a fair comparison: taskset -acp ${server} ${pid}`);
  }
}
