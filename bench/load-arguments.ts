import { parseArgs } from 'node:util';

/** What a load client of ours is told, in the words of rtmpload. */
export interface LoadArguments {
  readonly url: string;
  readonly connections: number;
  /** New connections per second. */
  readonly ramp: number;
  /** Seconds before the measured window, and of it. */
  readonly settle: number;
  readonly seconds: number;
  /** Streams, objects or instances. */
  readonly streams: number;
  /** Changes or calls per second. */
  readonly rate: number;
  /** Seconds that a stream has. */
  readonly streamSeconds: number;
  /** How players play that are not rtmpload's: `hls`, `hls-parts`, `http-flv`, `ws-flv` or `rtmps`. */
  readonly way: string;
  /** Processes whose CPU time and memory are told. */
  readonly watched: readonly number[];
}

const text = { type: 'string' } as const;

/** Reads the options of this process; numbers that are not given are 0. */
export function loadArguments(): LoadArguments {
  const { values } = parseArgs({
    options: {
      ...{ url: text, connections: text, ramp: text, settle: text, seconds: text, streams: text, rate: text },
      ...{ 'stream-seconds': text, 'watch-pids': text, way: text },
    },
  });
  const number = (value: string | undefined): number => Number(value ?? 0);
  return {
    url: values.url ?? '',
    connections: number(values.connections),
    ramp: number(values.ramp),
    settle: number(values.settle),
    seconds: number(values.seconds),
    streams: number(values.streams),
    rate: number(values.rate),
    streamSeconds: number(values['stream-seconds']),
    way: values.way ?? '',
    watched: (values['watch-pids'] ?? '').split(',').map(Number),
  };
}
