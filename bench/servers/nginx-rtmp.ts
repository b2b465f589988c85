import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../bench-error.js';
import { liveScenarios, recordedScenarios } from '../bench-server.js';
import type { BenchServer } from '../bench-server.js';
import { startServerProgram } from './server-program.js';

/** The server that all others are compared with. */
export const REFERENCE = 'nginx-rtmp';

const moduleFiles = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/usr/local/nginx/modules'].map((folder) =>
  join(folder, 'ngx_rtmp_module.so'),
);

/** nginx with the RTMP module and one worker, or a sentence about what is missing. */
export function nginxRtmp(program: string): BenchServer | string {
  const built = spawnSync(program, ['-V'], { encoding: 'utf8' });
  if (built.status !== 0) return `${program} cannot be run (Debian: apt install nginx libnginx-mod-rtmp)`;
  const module = moduleFiles.find((file) => existsSync(file));
  if (module === undefined && !/--add-module=\S*rtmp/.test(built.stderr)) {
    return `${program} has no RTMP module (Debian: apt install libnginx-mod-rtmp)`;
  }
  return {
    name: REFERENCE,
    // It seeks in no file without an index.
    scenarios: [...liveScenarios, ...recordedScenarios].filter((scenario) => scenario !== 'seek'),
    async start(setting) {
      const file = join(setting.folder, 'nginx.conf');
      const running = await startServerProgram(setting, (port) => {
        writeFileSync(file, configuration(port, module, join(setting.folder, 'nginx.pid'), setting.media));
        return { command: program, args: ['-p', setting.folder, '-e', '/dev/null', '-c', file] };
      });
      const [master = 0] = running.pids;
      return { ...running, pids: [master, await workerOf(master)] };
    },
  };
}

function configuration(port: number, module: string | undefined, pidFile: string, media: string | undefined): string {
  return [
    ...(module === undefined ? [] : [`load_module ${module};`]),
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off;',
    'worker_processes 1;',
    `worker_rlimit_nofile ${openFileLimit()};`,
    `pid ${pidFile};`,
    'error_log /dev/null crit;',
    'events { worker_connections 10000; }',
    'rtmp {',
    '  access_log off;',
    '  server {',
    `    listen 127.0.0.1:${port};`,
    '    chunk_size 4096;',
    `    application live { ${media === undefined ? 'live on' : `play ${media}`}; }`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** How many files the worker may open without further rights. */
function openFileLimit(): number {
  const limit = /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return Math.min(Number(limit ?? 4096), 65_536);
}

/** The master listens before it has a worker. */
async function workerOf(master: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const worker = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .find((pid) => parentOf(pid) === master);
    if (worker !== undefined) return Number(worker);
    await pause(20);
  }
  throw new BenchError('nginx started no worker');
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
