import { cpus, release, totalmem, type } from 'node:os';

/** Where figures come from: without it they mean nothing. */
export interface MachineFacts {
  readonly date: string;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryMb: number;
}

export function machineFacts(): MachineFacts {
  const all = cpus();
  return {
    date: new Date().toISOString(),
    node: process.versions.node,
    system: `${type()} ${release()}`,
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryMb: Math.round(totalmem() / 1e6),
  };
}
