import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { Program } from './program.js';
import { newFolder } from './run-folder.js';

/** Where Debian's libnginx-mod-rtmp puts it. */
export const NGINX_RTMP_MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so';

/**
 * nginx with its RTMP module and the application `live`. Answers its port.
 *
 * @param directives of the application
 */
export async function startNginxRtmp(directives = ''): Promise<{ readonly program: Program; readonly port: number }> {
  const [folder, port] = [newFolder('nginx-rtmp'), await freePort()];
  const file = join(folder, 'nginx.conf');
  const lines = [
    `load_module ${NGINX_RTMP_MODULE};`,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice;`,
    'events {}',
    `rtmp { access_log off; server { listen 127.0.0.1:${port}; application live { live on; ${directives} } } }`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const program = new Program('nginx', ['-p', folder, '-e', 'stderr', '-c', file], { timeout: 80_000 });
  await program.printed(/using the ".*" event method/);
  return { program, port };
}
