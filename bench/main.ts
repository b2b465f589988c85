// `npm run bench`: measures Afterglow side by side with other servers. docs/performance.md says what and how.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from './bench-error.js';
import { parseBenchOptions } from './bench-options.js';
import type { BenchOptions } from './bench-options.js';
import { Children } from './children.js';
import { chooseCores, moveThisProcess } from './cores.js';
import { LoadClient } from './load-client.js';
import type { Run } from './measurement.js';
import { medians } from './medians.js';
import type { Bench } from './observed-load.js';
import { describeOptions, describeRun, duration } from './progress.js';
import { machineFacts } from './report/machine-facts.js';
import { ReportFiles } from './report/report-files.js';
import { resultTables } from './report/result-tables.js';
import { RecordedMedia } from './recorded-media.js';
import { planRuns } from './rounds.js';
import { runOnce } from './run-once.js';
import { allServers } from './servers/all-servers.js';
import { REFERENCE } from './servers/nginx-rtmp.js';
import { warnings } from './warnings.js';

const children = new Children();
const interruption = new AbortController();

async function compare(options: BenchOptions, scratch: string, media: RecordedMedia): Promise<void> {
  const notices: string[] = [];
  const notice = (text: string): void => {
    notices.push(text);
    say(`! ${text}`);
  };
  const cores = chooseCores(options.cores);
  if (cores.notice !== undefined) notice(cores.notice);
  if (cores.load !== undefined) moveThisProcess(cores.load);
  const load = await LoadClient.find(options.loadClient, scratch, children, cores.load);
  const servers = allServers(options, cores, notice);
  const floors = new Map(servers.flatMap(({ name, floor }) => (floor === undefined ? [] : [[name, floor]])));
  const plan = planRuns(options.exercises, servers, options.rounds);
  const bench: Bench = { load, cores, pace: options };
  const files = new ReportFiles(options.out, machineFacts(), describeOptions(options, cores), notices);
  const runs: Run[] = [];
  const start = performance.now();
  say(`${plan.length} runs of ${servers.map(({ name }) => name).join(', ')}`);
  for (const planned of plan) {
    const run = await runOnce(planned, bench, children, media, scratch);
    if (interruption.signal.aborted) break;
    runs.push(run);
    files.saveRuns(runs);
    const left = ((performance.now() - start) / runs.length) * (plan.length - runs.length);
    say(`[${runs.length}/${plan.length}] ${describeRun(run)} · ${duration(left)} left`);
    for (const warning of warnings(run.metrics)) say(`  ! ${warning}`);
  }
  if (runs.length === 0) throw new BenchError('nothing was measured');
  files.savePlot(runs);
  process.stdout.write(resultTables(medians(runs), { reference: REFERENCE, floors }));
  say(`\n${files.json}\n${files.svg}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The first signal ends what runs and reports what there is, a second one ends everything at once. */
function onSignal(): void {
  if (interruption.signal.aborted) {
    children.killAll();
    process.exit(130);
  }
  interruption.abort();
  process.exitCode = 130;
  void children.stopAll();
}

/** Runs with a folder of its own for what is needed meanwhile. */
async function run(options: BenchOptions): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'afterglow-bench-'));
  const media = new RecordedMedia();
  try {
    await compare(options, scratch, media);
  } finally {
    await children.stopAll();
    media.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
process.once('exit', () => children.killAll());
try {
  await run(parseBenchOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  say(`✗ ${error.message}`);
  process.exitCode ??= 1;
}
