import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { watchFolder } from '../../../src/config/watch-folder.js';
import type { Files } from '../../support/configuration-folder.js';
import { watcherSetup } from '../../support/watcher-setup.js';

const SERVER = { 'conf/server.yaml': 'logging: {level: info}\n' };
const CHANGED = 'changed: logging.level info → warn';

describe('watching by the operating system', () => {
  /** Only the events are real: with each of them, the clock moves on to where the files are read. */
  async function watching(files: Files) {
    const setup = await watcherSetup(files, (path, changed, failed) =>
      watchFolder(
        path,
        (name) => {
          changed(name);
          setup.clock.advance(200);
        },
        failed,
      ),
    );
    await setup.watcher.start();
    setup.clock.advance(200);
    await setup.watcher.reload();
    return setup;
  }

  it('sees a file that is written', async () => {
    const { reports, server } = await watching(SERVER);
    await writeFile(server, 'logging: {level: warn}\n');
    await reports.include(CHANGED);
  });

  it('sees a file that an editor replaces', async () => {
    const { reports, server } = await watching(SERVER);
    await writeFile(`${server}~`, 'logging: {level: warn}\n');
    await rename(`${server}~`, server);
    await reports.include(CHANGED);
  });

  it('sees links that are swapped, as Kubernetes does it', async () => {
    const { reports, folder, watcher } = await watching({
      'one/server.yaml': 'logging: {level: info}\n',
      'two/server.yaml': 'logging: {level: warn}\n',
      'conf/': '',
    });
    await symlink('../one', join(folder, 'conf/..data'));
    await symlink('..data/server.yaml', join(folder, 'conf/server.yaml'));
    await symlink('../two', join(folder, 'conf/..new'));
    await watcher.reload();
    await rename(join(folder, 'conf/..new'), join(folder, 'conf/..data'));
    await reports.include(CHANGED);
  });

  it('sees the target of a link that is written', async () => {
    const { reports, folder, watcher } = await watching({ 'real/server.yaml': '', 'conf/': '' });
    await symlink('../real/server.yaml', join(folder, 'conf/server.yaml'));
    await watcher.reload();
    await writeFile(join(folder, 'real/server.yaml'), 'logging: {level: warn}\n');
    await reports.include(CHANGED);
  });

  it('sees a configuration folder that is replaced, and changes in the new one', async () => {
    const { reports, folder, server, watcher } = await watching({
      ...SERVER,
      'next/server.yaml': 'logging: {level: warn}\n',
    });
    await rename(join(folder, 'conf'), join(folder, 'old'));
    await rename(join(folder, 'next'), join(folder, 'conf'));
    await reports.include(CHANGED);
    await watcher.reload();
    await writeFile(server, 'logging: {level: error}\n');
    await reports.include('changed: logging.level warn → error');
  });

  it('sees an application that is new', async () => {
    const { reports, folder } = await watching(SERVER);
    await mkdir(join(folder, 'apps/vod'));
    await reports.include('changed: applications ["live"] → ["live","vod"]');
  });
});
