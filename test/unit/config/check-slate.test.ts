import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.js';
import { configurationFolder } from '../../support/configuration-folder.js';
import { loadFiles } from '../../support/load-files.js';
import { avcSlate, SlateShelf } from '../../support/slates.js';

const RECORDED = 'test/vectors/rtmp/published.flv';
const HOST = 'conf/_defaultRoot_/_defaultVHost_/application.yaml';
const names = (file: string) => `streamManager:\n  live:\n    slate:\n      file: ${file}\n`;
const MEND = "name an FLV file with a key frame, of at most 64 MiB, or '' for none";

function shelf(...paths: string[]): SlateShelf {
  const slates = new SlateShelf();
  for (const path of paths) slates.slates.set(path, avcSlate(path));
  return slates;
}

describe('a slate that cannot be shown', () => {
  it('is a warning where it is named, and the server starts', async () => {
    const { lines, configuration, problems } = await loadFiles({ [HOST]: names('gone.flv') }, { slates: shelf() });
    expect(lines).toEqual([
      `${HOST}:4:13 streamManager.live.slate.file: gone.flv cannot be shown: there is no such file; ${MEND}`,
    ]);
    expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
    expect(configuration).toBeDefined();
  });

  it('is reported once, not for each application that inherits it', async () => {
    const files = { [HOST]: names('gone.flv'), 'apps/a/application.yaml': 'maxAppIdleTime: 5m\n', 'apps/b/': '' };
    expect((await loadFiles(files, { slates: shelf() })).lines).toHaveLength(1);
  });

  it('is reported for the application that names another', async () => {
    const files = { [HOST]: names('here.flv'), 'apps/a/application.yaml': names('gone.flv') };
    const { lines } = await loadFiles(files, { slates: shelf('here.flv') });
    expect(lines).toEqual([
      `apps/a/application.yaml:4:13 streamManager.live.slate.file: gone.flv cannot be shown: there is no such file; ${MEND}`,
    ]);
  });

  it('is reported as it was set on the command line', async () => {
    const set = ['application.streamManager.live.slate.file=gone.flv'];
    const { lines } = await loadFiles({ [HOST]: names('here.flv') }, { set, slates: shelf('here.flv') });
    expect(lines).toEqual([
      `--set ${set[0]} streamManager.live.slate.file: gone.flv cannot be shown: there is no such file; ${MEND}`,
    ]);
  });

  it('is no path at all', async () => {
    const { lines, configuration } = await loadFiles({ [HOST]: names('[a.flv]') }, { slates: shelf() });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('is not the path of a file, or empty');
    expect(configuration).toBeUndefined();
  });
});

it('a slate that can be shown is no problem, and none is never looked for', async () => {
  const slates = shelf('here.flv');
  expect((await loadFiles({ [HOST]: names('here.flv') }, { slates })).lines).toEqual([]);
  expect(slates.loaded).toHaveLength(1);
  expect((await loadFiles({}, { slates })).lines).toEqual([]);
  expect(slates.loaded).toHaveLength(1);
});

it('a change of the file is a change of the configuration', async () => {
  const folder = await configurationFolder({ 'conf/': '', 'apps/': '', 'media/': '' });
  const file = join(folder, 'media/slate.flv');
  const load = async () => {
    const set = [`application.streamManager.live.slate.file=${file}`];
    return loadConfiguration({ confDir: join(folder, 'conf'), appsDir: join(folder, 'apps'), set });
  };
  copyFileSync(RECORDED, file);
  const [first, same] = [await load(), await load()];
  expect(first.problems).toEqual([]);
  expect(same.fingerprint).toBe(first.fingerprint);
  expect(first.watched).toContainEqual({ path: join(folder, 'media'), names: new Set(['slate.flv']) });
  writeFileSync(file, 'no longer FLV');
  const broken = await load();
  rmSync(file);
  const gone = await load();
  expect(new Set([first, broken, gone].map(({ fingerprint }) => fingerprint)).size).toBe(3);
  expect([broken, gone].map(({ problems }) => problems.map(({ severity }) => severity))).toEqual([
    ['warning'],
    ['warning'],
  ]);
});
