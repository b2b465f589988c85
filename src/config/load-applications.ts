import { basename, dirname, join, resolve } from 'node:path';
import type { ConfiguredPlaylist } from '../application/playlists.js';
import type { SlateSource } from '../storage/slate-files.js';
import { checkHooks } from './check-hooks.js';
import { checkMediaFolders } from './check-media-folders.js';
import { checkRestream } from './check-restream.js';
import { checkSlate } from './check-slate.js';
import type { ApplicationSettings, VirtualHostConfiguration } from './configuration.js';
import { loadPlaylists } from './load-playlists.js';
import type { SettingsFile, SettingsReader } from './settings-reader.js';
import type { Problem } from './problem.js';
import { valueAt, withoutPath } from './tree.js';

type Applications = Pick<
  VirtualHostConfiguration,
  'applicationDefaults' | 'applicationFolders' | 'applicationOverrides' | 'applicationPlaylists'
>;

const slateFile = ({ streamManager }: ApplicationSettings): string => streamManager.live.slate.file;

/** Finds the applications of a virtual host and lays the settings of each on the defaults of the virtual host. */
export async function loadApplications(
  reader: SettingsReader,
  appsDirs: readonly string[],
  defaults: SettingsFile,
  slates: SlateSource,
): Promise<Applications> {
  const resolveWith = (...trees: SettingsFile['tree'][]): ApplicationSettings =>
    reader.resolve('application', defaults.tree, ...trees);
  const applicationDefaults = resolveWith();
  reader.problems.push(...(await checkSlate(applicationDefaults, defaults, slates, reader.files)));
  reader.problems.push(...(await checkMediaFolders(applicationDefaults, defaults)));
  reader.problems.push(...(await checkHooks(applicationDefaults, defaults)));
  reader.problems.push(...checkRestream(applicationDefaults, defaults));
  const applicationFolders = new Map<string, string>();
  const applicationOverrides = new Map<string, ApplicationSettings>();
  const applicationPlaylists = new Map<string, readonly ConfiguredPlaylist[]>();

  for (const [name, folder] of await findApplications(reader, appsDirs)) {
    applicationFolders.set(name, resolve(folder));
    reader.files.note(`application ${folder}`);
    reader.files.watch(folder, 'application.yaml');
    reader.files.watch(folder, '..data');
    const playlists = await loadPlaylists(reader, folder);
    if (playlists.length > 0) applicationPlaylists.set(name, playlists);
    const own = await reader.read(join(folder, 'application.yaml'), 'application');
    if (own.text === undefined) continue;
    const { tree, problems } = withoutForbidden(own, applicationDefaults.noOverride, defaults.file);
    reader.problems.push(...problems);
    const settings = resolveWith(tree);
    applicationOverrides.set(name, settings);
    reader.problems.push(...(await checkMediaFolders(settings, own, applicationDefaults)));
    reader.problems.push(...(await checkHooks(settings, { ...own, tree }, applicationDefaults)));
    reader.problems.push(...checkRestream(settings, { ...own, tree }, applicationDefaults));
    if (slateFile(settings) === slateFile(applicationDefaults)) continue;
    reader.problems.push(...(await checkSlate(settings, own, slates, reader.files)));
  }
  return { applicationDefaults, applicationFolders, applicationOverrides, applicationPlaylists };
}

/** The folders of the applications by name; the first folder of a name counts. */
async function findApplications(reader: SettingsReader, appsDirs: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const appsDir of appsDirs) {
    reader.files.watch(appsDir);
    reader.files.watch(dirname(resolve(appsDir)), basename(appsDir));
    const listing = await reader.files.list(appsDir);
    if (listing === undefined) {
      const mend = 'make it, or name the folder of the applications with --apps <dir>';
      reader.problems.push({ file: appsDir, key: '', message: 'there is no such folder', mend, severity: 'warning' });
    }
    for (const name of listing?.folders ?? []) {
      if (!found.has(name)) found.set(name, join(appsDir, name));
    }
  }
  return found;
}

/** An application's settings without those that its virtual host keeps to itself. */
function withoutForbidden(own: SettingsFile, noOverride: readonly string[], parent: string) {
  let { tree } = own;
  const problems: Problem[] = [];
  for (const key of [...noOverride, 'noOverride']) {
    const path = key.split('.');
    if (valueAt(tree, path) === undefined) continue;
    tree = withoutPath(tree, path);
    const message =
      key === 'noOverride'
        ? 'only a virtual host has this key'
        : `may not be set here: ${parent} lists it under noOverride`;
    problems.push({
      file: own.file,
      ...own.text?.placeOf(path, 'key'),
      key,
      message,
      mend: `remove it, or set it in ${parent}`,
      severity: 'warning',
    });
  }
  return { tree, problems };
}
