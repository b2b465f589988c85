import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which cores the two sides run on; undefined where they are not pinned. */
export interface Cores {
  readonly server: number | undefined;
  readonly load: number | undefined;
  /** What the reader of the results must know, or undefined. */
  readonly notice: string | undefined;
}

/** Chooses a core for each side out of those that this process may use, or of `wanted`. */
export function chooseCores(wanted?: readonly number[]): Cores {
  const [server, load] = wanted ?? allowedCores('self');
  if (spawnSync('taskset', ['--version']).status !== 0) {
    return unpinned('there is no taskset: the server and the load client are not kept apart');
  }
  if (server === undefined || load === undefined) {
    return unpinned('there is one core: the server and the load client share it, and take it from one another');
  }
  return { server, load, notice: undefined };
}

/** Keeps this process and all its threads away from the core of the server. */
export function moveThisProcess(core: number): void {
  spawnSync('taskset', ['-acp', `${core}`, `${process.pid}`]);
}

/** The cores that a process may run on, by the kernel; none where there is no /proc. */
export function allowedCores(pid: number | 'self'): number[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return parseCoreList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '');
  } catch {
    return [];
  }
}

/** Reads `0-2,5` as 0, 1, 2, 5. */
export function parseCoreList(list: string): number[] {
  return list
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

function unpinned(notice: string): Cores {
  return { server: undefined, load: undefined, notice };
}
