import { join } from 'node:path';
import type { BenchServer, ScenarioName } from '../bench-server.js';
import { benchApps, heapFlags, root, serverProgram } from '../checkout.js';
import { certificateFiles } from './certificate-files.js';
import { startServerProgram } from './server-program.js';

/** Afterglow as it is shipped, with `settings` in the form of its option `--set`; `floor` is the name of its bare loop. */
export function afterglow(
  name: string,
  scenarios: readonly ScenarioName[],
  settings: readonly string[] = [],
  floor?: string,
): BenchServer {
  return {
    name,
    ...(floor === undefined ? {} : { floor }),
    scenarios,
    start: async (setting) => {
      const running = await startServerProgram(setting, (port) => ({
        command: process.execPath,
        args: [
          ...heapFlags,
          serverProgram,
          ...['serve', '--listen', `127.0.0.1:${port}`, '--log-format', 'json'],
          ...(setting.benchApps ? ['--apps', benchApps] : []),
          ...['--set', `adaptor.tls.certificates=${JSON.stringify([certificateFiles(setting.folder)])}`],
          ...[...settings, ...mediaSettings(setting.media)].flatMap((text) => ['--set', text]),
        ],
        cwd: root,
        env: environment(join(setting.folder, 'data')),
      }));
      return { ...running, folder: setting.folder };
    },
  };
}

function mediaSettings(folder: string | undefined): string[] {
  return folder === undefined
    ? []
    : [`application.streamManager.streams=[{prefix: /, dir: ${JSON.stringify(folder)}}]`];
}

/** Nothing of the caller's settings decides; data goes to `data`, and other listeners take free ports. */
function environment(data: string): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('AFTERGLOW_'));
  const own = { AFTERGLOW_DATA: data, AFTERGLOW_HTTP: '127.0.0.1:0', AFTERGLOW_ADMIN: '127.0.0.1:0' };
  return { ...Object.fromEntries(foreign), ...own };
}
