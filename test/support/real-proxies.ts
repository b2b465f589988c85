import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { Program } from './program.js';
import { newFolder } from './run-folder.js';

/** Where Debian's libnginx-mod-stream puts it. */
export const NGINX_STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** A port of this machine that goes to one of the server. */
interface Route {
  readonly from: number;
  readonly to: number;
}

/** A foreign proxy that speaks the PROXY protocol to the server. */
export interface RealProxy {
  readonly program: Program;
  /** The port that leads to each of the server's ports, in their order. */
  readonly ports: readonly number[];
}

/** nginx, which speaks version 1. */
export async function nginxTo(ports: readonly number[]): Promise<RealProxy> {
  return running(ports, /using the ".*" event method/, (routes, folder) => {
    const servers = routes.map(
      ({ from, to }) => `server { listen 127.0.0.1:${from}; proxy_pass 127.0.0.1:${to}; proxy_protocol on; }`,
    );
    const file = written(folder, [
      `load_module ${NGINX_STREAM_MODULE};`,
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice;`,
      'events {}',
      `stream { ${servers.join('\n')} }`,
    ]);
    return ['nginx', '-p', folder, '-e', 'stderr', '-c', file];
  });
}

/** haproxy, which speaks version 2. */
export async function haproxyTo(ports: readonly number[]): Promise<RealProxy> {
  return running(ports, /Loading success/, (routes, folder) => {
    const listeners = routes.flatMap(({ from, to }) => [
      `listen to${to}`,
      `  bind 127.0.0.1:${from}`,
      `  server afterglow 127.0.0.1:${to} send-proxy-v2`,
    ]);
    const timeouts = ['connect 5s', 'client 60s', 'server 60s'].map((timeout) => `  timeout ${timeout}`);
    const file = written(folder, ['defaults', '  mode tcp', ...timeouts, ...listeners]);
    return ['haproxy', '-W', '-db', '-f', file];
  });
}

async function running(
  ports: readonly number[],
  ready: RegExp,
  commandFor: (routes: readonly Route[], folder: string) => string[],
): Promise<RealProxy> {
  const routes = await Promise.all(ports.map(async (to) => ({ from: await freePort(), to })));
  const [command = '', ...args] = commandFor(routes, newFolder('proxy'));
  const program = new Program(command, args, { timeout: 80_000 });
  await program.printed(ready);
  return { program, ports: routes.map(({ from }) => from) };
}

function written(folder: string, lines: readonly string[]): string {
  const file = join(folder, 'proxy.conf');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
