import { readFileSync } from 'node:fs';

/** How busy a core and some processes were between two looks at them, as parts of one core. */
export interface CpuShare {
  readonly core: number;
  readonly processes: number;
}

interface Look {
  readonly at: number;
  readonly core: { readonly busy: number; readonly all: number };
  readonly processes: number;
}

/** Clock ticks per second in /proc: fixed at 100 on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** Looks at one core (all together where undefined) and at processes, through /proc. */
export class CpuMeter {
  #start: Look;

  constructor(
    private readonly core: number | undefined,
    private readonly pids: readonly number[],
  ) {
    this.#start = this.#look();
  }

  restart(): void {
    this.#start = this.#look();
  }

  /** Since the start. */
  read(): CpuShare {
    const [from, to] = [this.#start, this.#look()];
    const all = to.core.all - from.core.all;
    const seconds = (to.at - from.at) / 1000;
    return {
      core: all > 0 ? (to.core.busy - from.core.busy) / all : 0,
      processes: seconds > 0 ? (to.processes - from.processes) / TICKS_PER_SECOND / seconds : 0,
    };
  }

  #look(): Look {
    const stat = readFileSync('/proc/stat', 'utf8');
    let processes = 0;
    for (const pid of this.pids) processes += processTicks(pid);
    return { at: performance.now(), core: coreTicks(stat, this.core), processes };
  }
}

/** Ticks of one `cpu` line of /proc/stat: user nice system idle iowait irq softirq steal. */
export function coreTicks(stat: string, core: number | undefined): { busy: number; all: number } {
  const line = new RegExp(`^cpu${core ?? ''} +(.*)$`, 'm').exec(stat)?.[1] ?? '';
  const fields = line.split(' ').slice(0, 8).map(Number);
  const all = fields.reduce((sum, field) => sum + field, 0);
  return { busy: all - (fields[3] ?? 0) - (fields[4] ?? 0), all };
}

/** User and system ticks of a process, 0 when it is gone. */
function processTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}
