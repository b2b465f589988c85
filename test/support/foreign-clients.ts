import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';
import { NGINX_RTMP_MODULE } from './nginx-rtmp.js';
import { NGINX_STREAM_MODULE } from './real-proxies.js';

/** Programs that end-to-end tests play, publish and look with, how to see that they are there, and their packages on Debian. */
const clients = {
  ffmpeg: { probe: ['ffmpeg', '-version'], packages: 'ffmpeg' },
  rtmpdump: { probe: ['rtmpdump', '-h'], packages: 'rtmpdump' },
  chromium: { probe: ['chromium', '--version'], packages: 'chromium' },
  gstreamer: {
    probe: ['gst-inspect-1.0', '--exists', 'rtmp2src'],
    packages: 'gstreamer1.0-tools gstreamer1.0-plugins-{base,good,bad,ugly} gstreamer1.0-libav',
  },
  librtmp: {
    probe: ['gst-inspect-1.0', '--exists', 'rtmpsink'],
    packages: 'gstreamer1.0-tools gstreamer1.0-plugins-bad',
  },
  nginx: {
    probe: ['sh', '-c', `command -v nginx && test -e ${NGINX_STREAM_MODULE}`],
    packages: 'nginx libnginx-mod-stream',
  },
  'nginx-rtmp': {
    probe: ['sh', '-c', `command -v nginx && test -e ${NGINX_RTMP_MODULE}`],
    packages: 'nginx libnginx-mod-rtmp',
  },
  openssl: { probe: ['openssl', 'version'], packages: 'openssl' },
  haproxy: { probe: ['haproxy', '-v'], packages: 'haproxy' },
} as const;

export type ForeignClient = keyof typeof clients;

/**
 * `describe` for tests that need foreign programs. Where one is absent they are skipped with a notice;
 * with AFTERGLOW_REQUIRE_CLIENTS=1 they run, and fail.
 */
export function describeWith(needed: readonly ForeignClient[], name: string, body: () => void): void {
  const absent = needed.filter((client) => !isPresent(client));
  const required = process.env.AFTERGLOW_REQUIRE_CLIENTS === '1';
  if (absent.length === 0 || required) {
    describe(name, body);
    return;
  }
  const packages = absent.map((client) => clients[client].packages).join(' ');
  const title = `${name} (skipped: no ${absent.join(', ')}; apt-get install ${packages})`;
  console.warn(title);
  describe.skip(title, body);
}

function isPresent(client: ForeignClient): boolean {
  const [command, ...args] = clients[client].probe;
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
