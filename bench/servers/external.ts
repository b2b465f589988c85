import { BenchError } from '../bench-error.js';
import { liveScenarios } from '../bench-server.js';
import type { BenchServer } from '../bench-server.js';

export interface ExternalServer {
  readonly name: string;
  readonly address: string;
  readonly pids: readonly number[];
}

/** Reads `name=rtmp://host:port/app,pid[,pid...]`. Throws BenchError. */
export function parseExternal(text: string): ExternalServer {
  const [, name, address, pids] = /^([\w.-]+)=(rtmp:\/\/[^/,]+\/[^,]+?)\/?((?:,\d+)+)$/.exec(text) ?? [];
  if (name === undefined || address === undefined || pids === undefined) {
    throw new BenchError(`--with ${text}: write name=rtmp://host:port/app,pid`);
  }
  return { name, address, pids: pids.slice(1).split(',').map(Number) };
}

/** A server that somebody else has started and that goes on running. */
export function external({ name, address, pids }: ExternalServer): BenchServer {
  return {
    name,
    scenarios: liveScenarios,
    start: () => Promise.resolve({ address, pids, stop: () => Promise.resolve() }),
  };
}
