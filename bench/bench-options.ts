import { Command, InvalidArgumentError } from 'commander';
import type { ScenarioName } from './bench-server.js';
import { scenarioGroups, scenarioNames } from './bench-server.js';
import { defaultResultFolder } from './checkout.js';
import { parseCoreList } from './cores.js';
import type { Exercise } from './measurement.js';
import { parseExternal } from './servers/external.js';
import type { ExternalServer } from './servers/external.js';

export interface BenchOptions {
  readonly exercises: readonly Exercise[];
  readonly rounds: number;
  /** Seconds of a measured window. */
  readonly seconds: number;
  readonly settle: number;
  /** Players that join per second. */
  readonly ramp: number;
  readonly servers: readonly string[] | undefined;
  readonly with: readonly ExternalServer[];
  readonly nginx: string;
  readonly loadClient: string | undefined;
  readonly cores: readonly number[] | undefined;
  readonly out: string;
}

interface Parsed extends Omit<BenchOptions, 'exercises' | 'rounds' | 'seconds' | 'settle'> {
  readonly quick?: boolean;
  readonly scenarios: readonly ScenarioName[];
  readonly players?: readonly number[];
  readonly rounds?: number;
  readonly seconds?: number;
}

const full = { players: [50, 500, 1000, 2000, 3000], rounds: 3, seconds: 10, settle: 3, ramp: 300, joining: 900 };
const quick = { players: [500], rounds: 1, seconds: 2, settle: 0.5, ramp: 500, joining: 300 };

/** Reads the command line; prints help and ends the process where that is asked for, or where it is wrong. */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const given = command().parse(argv, { from: 'user' });
  const parsed = given.opts<Parsed>();
  const named = given.processedArgs[0] as readonly ScenarioName[] | undefined;
  const base = parsed.quick === true ? quick : full;
  const sizes: Readonly<Record<ScenarioName, readonly number[]>> = {
    live: parsed.players ?? base.players,
    publishers: [100],
    churn: [200],
    start: [base.joining],
    recording: [10],
    'vod-one': [500],
    'vod-many': [200],
    'vod-large': [200],
    seek: [200],
    'sharedobject-one': [1000],
    'sharedobject-many': [10_000],
    'call-asc': [100],
    'call-ts': [100],
    instances: [200],
    hls: [500],
    'hls-parts': [500],
    'http-flv': [500],
    'ws-flv': [500],
    rtmps: [200],
    'edge-split': [1000],
    'edge-hits': [100],
    'edge-failover': [100],
    'api-clients': [5000],
    'metrics-scrape': [5000],
  };
  return {
    exercises: (named ?? parsed.scenarios).flatMap((scenario) => sizes[scenario].map((size) => ({ scenario, size }))),
    rounds: parsed.rounds ?? base.rounds,
    seconds: parsed.seconds ?? base.seconds,
    settle: base.settle,
    ramp: base.ramp,
    servers: parsed.servers,
    with: parsed.with,
    nginx: parsed.nginx,
    loadClient: parsed.loadClient,
    cores: parsed.cores,
    out: parsed.out,
  };
}

function command(): Command {
  return new Command('npm run bench --')
    .description('measures Afterglow side by side with other servers')
    .argument(
      '[scenarios...]',
      `the same as --scenarios; vod: all of recorded media, sharedobject: both of shared objects, call: both of calls, web: HLS, FLV over HTTP and WebSocket, RTMPS; administration: the REST API and the metrics`,
      collectScenarios,
    )
    .option('--quick', 'about a minute: 500 players, one round, short windows')
    .option('--scenarios <names>', `of ${[...scenarioNames, ...scenarioGroups.keys()].join(', ')}`, scenarioList, [
      ...scenarioNames,
    ])
    .option('--players <list>', 'numbers of players of the scenario live (default: 50,500,1000,2000,3000)', countList)
    .option('--rounds <n>', 'how often everything is measured (default: 3)', count)
    .option('--seconds <n>', 'length of each measured window (default: 10)', count)
    .option('--servers <names>', 'only these servers', (text) => text.split(','))
    .option('--with <name=rtmp://host:port/app,pid>', 'a running server more, as often as needed', collectExternal, [])
    .option('--nginx <program>', 'nginx with the RTMP module', 'nginx')
    .option('--load-client <program>', 'the compiled rtmpload')
    .option('--cores <server,load>', 'which cores the two sides run on (default: the first two)', coreList)
    .option('--out <dir>', 'where the results go', defaultResultFolder);
}

function scenarioList(text: string): ScenarioName[] {
  return text.split(',').flatMap((name) => {
    const known = scenarioNames.filter((candidate) => candidate === name);
    const named = scenarioGroups.get(name) ?? known;
    if (named.length > 0) return named;
    throw new InvalidArgumentError(`There are ${[...scenarioNames, ...scenarioGroups.keys()].join(', ')}.`);
  });
}

function collectScenarios(text: string, before: readonly ScenarioName[] = []): ScenarioName[] {
  return [...before, ...scenarioList(text)];
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write a whole number of at least 1.');
  return Number(text);
}

function countList(text: string): number[] {
  return text.split(',').map(count);
}

function coreList(text: string): number[] {
  if (!/^\d{1,3},\d{1,3}$/.test(text)) throw new InvalidArgumentError('Write two numbers: 0,1.');
  return parseCoreList(text);
}

function collectExternal(text: string, before: readonly ExternalServer[]): ExternalServer[] {
  return [...before, parseExternal(text)];
}
