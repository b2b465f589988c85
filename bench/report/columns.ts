import type { ScenarioName } from '../bench-server.js';
import type { Metrics } from '../measurement.js';

/** What a server is compared with, of the same exercise. */
export interface Compared {
  readonly reference?: Metrics | undefined;
  readonly floor?: Metrics | undefined;
}

export interface Column {
  readonly title: string;
  /** What stands in the cell; undefined where it was not measured. */
  readonly cell: (metrics: Metrics, compared: Compared) => string | undefined;
}

const cpu: Column = { title: 'CPU ms/MB', cell: ({ cpuPerMb }) => fixed(cpuPerMb, 2) };
const cpuRatio: Column = {
  title: '× nginx',
  cell: ({ cpuPerMb }, { reference }) => ratio(cpuPerMb, reference?.cpuPerMb),
};
const floorRatio = (title: string): Column => ({
  title,
  cell: ({ cpuPerMb }, { floor }) => ratio(cpuPerMb, floor?.cpuPerMb),
});
const serverCpu: Column = { title: 'core', cell: ({ serverCpu: part }) => percent(part) };
const memory: Column = { title: 'memory MB', cell: ({ residentMb }) => fixed(residentMb, 0) };
const lostFrames: Column = { title: 'lost frames', cell: (metrics) => fixed(metrics.lostFrames, 0) };
const lostPlayers: Column = { title: 'lost players', cell: (metrics) => fixed(metrics.lostPlayers, 0) };
const delay: Column = {
  title: 'delay p50/p99 ms',
  cell: ({ delayP50, delayP99 }) => pair(delayP50, delayP99),
};
const firstFrame: Column = {
  title: 'first frame p50/p95 ms',
  cell: ({ firstFrameP50, firstFrameP95 }) => pair(firstFrameP50, firstFrameP95),
};
const playStart: Column = {
  title: 'Play.Start p50/p95 ms',
  cell: ({ playStartP50, playStartP95 }) => pair(playStartP50, playStartP95),
};
const cycles: Column = { title: 'per second', cell: ({ cyclesPerSecond }) => fixed(cyclesPerSecond, 0) };
const cyclesRatio: Column = {
  title: '× nginx',
  cell: ({ cyclesPerSecond }, { reference }) => ratio(cyclesPerSecond, reference?.cyclesPerSecond),
};
const seeks: Column = { title: 'seeks/s', cell: (metrics) => fixed(metrics.seeksPerSecond, 0) };
const seekErrors: Column = { title: 'failed', cell: (metrics) => fixed(metrics.seekErrors, 0) };
const seekTime: Column = { title: 'seek p50/p95 ms', cell: ({ seekP50, seekP95 }) => pair(seekP50, seekP95) };
const calls: Column = { title: 'calls/s', cell: (metrics) => fixed(metrics.callsPerSecond, 0) };
const callErrors: Column = { title: 'failed', cell: (metrics) => fixed(metrics.callErrors, 0) };
const callTime: Column = { title: 'result p50/p99 ms', cell: ({ callP50, callP99 }) => pair(callP50, callP99) };
const originStreams: Column = { title: 'streams from the origin', cell: (metrics) => fixed(metrics.originStreams, 2) };
const hits: Column = {
  title: 'bytes not fetched',
  cell: ({ hitRatio }) => (hitRatio === undefined ? undefined : `${(hitRatio * 100).toFixed(1)} %`),
};
const failover: Column = {
  title: 'without a picture p50/longest ms',
  cell: ({ failoverP50, failoverLongest }) => pair(failoverP50, failoverLongest),
};
const listTime: Column = { title: 'list p50/p95 ms', cell: ({ listP50, listP95 }) => pair(listP50, listP95) };
const scrapes: Column = {
  title: 'core at 1 scrape/s',
  cell: ({ scrapeCpu }) => (scrapeCpu === undefined ? undefined : `${(scrapeCpu * 100).toFixed(2)} %`),
};
const loadCore: Column = { title: 'load core', cell: (metrics) => percent(metrics.loadCore) };

const changeDelay: Column = { title: 'to the last client p50/p99 ms', cell: delay.cell };
const astray: Column = { title: 'clients astray', cell: lostPlayers.cell };

const sharedObject = [changeDelay, astray, serverCpu, cpu, memory, loadCore];
const called = [calls, callErrors, callTime, serverCpu, memory, lostPlayers, loadCore];
const recorded = [cpu, cpuRatio, serverCpu, memory, lostFrames, lostPlayers, firstFrame, loadCore];

/** The first segment, or part, instead of the first frame. */
const viewed = [cpu, serverCpu, memory, lostPlayers, firstFrame, loadCore];

/** What the table of each scenario shows. */
export const columns: Readonly<Record<ScenarioName, readonly Column[]>> = {
  live: [
    ...[cpu, cpuRatio, floorRatio('× bare'), serverCpu, memory],
    ...[lostFrames, lostPlayers, delay, firstFrame, loadCore],
  ],
  publishers: [cpu, cpuRatio, serverCpu, memory, lostFrames, lostPlayers, delay, firstFrame, loadCore],
  churn: [cycles, cyclesRatio, serverCpu, memory, lostPlayers, loadCore],
  start: [playStart, firstFrame, memory, lostPlayers, loadCore],
  recording: [cpu, cpuRatio, floorRatio('× unrecorded'), serverCpu, memory, lostFrames, lostPlayers, delay, loadCore],
  'vod-one': recorded,
  'vod-many': recorded,
  'vod-large': recorded,
  'sharedobject-one': sharedObject,
  'sharedobject-many': sharedObject,
  'call-asc': called,
  'call-ts': called,
  instances: [memory, serverCpu, lostPlayers, loadCore],
  hls: viewed,
  'hls-parts': viewed,
  'http-flv': viewed,
  'ws-flv': viewed,
  rtmps: [cpu, floorRatio('× bare'), serverCpu, memory, lostPlayers, firstFrame, loadCore],
  'edge-split': [originStreams, cpu, serverCpu, memory, lostFrames, lostPlayers, delay, loadCore],
  'edge-hits': [hits, ...recorded],
  'edge-failover': [failover, lostPlayers],
  'api-clients': [listTime, lostFrames, lostPlayers, memory],
  'metrics-scrape': [scrapes, lostFrames, lostPlayers, memory],
  seek: [seeks, seekErrors, seekTime, cpu, serverCpu, memory, lostPlayers, loadCore],
};

function fixed(value: number | undefined, digits: number): string | undefined {
  return value?.toFixed(digits);
}

function percent(part: number | undefined): string | undefined {
  return part === undefined ? undefined : `${Math.round(part * 100)} %`;
}

function ratio(value: number | undefined, reference: number | undefined): string | undefined {
  return value === undefined || reference === undefined || reference === 0 ? undefined : (value / reference).toFixed(2);
}

function pair(low: number | undefined, high: number | undefined): string | undefined {
  return low === undefined || high === undefined ? undefined : `${milliseconds(low)} / ${milliseconds(high)}`;
}

function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
