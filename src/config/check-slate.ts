import { basename, dirname, resolve } from 'node:path';
import type { SlateSource } from '../storage/slate-files.js';
import { StorageError } from '../storage/storage-error.js';
import type { ApplicationSettings } from './configuration.js';
import type { ConfigurationFiles } from './configuration-files.js';
import type { Problem } from './problem.js';
import type { SettingsFile } from './settings-reader.js';
import { valueAt } from './tree.js';

const PATH = ['streamManager', 'live', 'slate', 'file'];

/**
 * Whether the slate that `settings` name can be shown; a change of its file is one of the configuration. One that
 * cannot is a warning: a stream without a slate ends as others do.
 *
 * @param written where the name may have been written; else it comes from the command line
 */
export async function checkSlate(
  settings: ApplicationSettings,
  written: SettingsFile,
  slates: SlateSource,
  files: ConfigurationFiles,
): Promise<Problem[]> {
  const { file } = settings.streamManager.live.slate;
  if (file === '') return [];
  const path = resolve(file);
  files.watch(dirname(path), basename(path));
  try {
    files.note(`slate ${path} ${await slates.version(path)}`);
    await slates.load(path);
    return [];
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const key = PATH.join('.');
    const isHere = valueAt(written.tree, PATH) === file;
    const place = isHere
      ? { file: written.file, ...written.text?.placeOf(PATH, 'value') }
      : { file: `--set application.${key}=${file}` };
    const message = `${file} cannot be shown: ${error.message}`;
    const mend = "name an FLV file with a key frame, of at most 64 MiB, or '' for none";
    return [{ ...place, key, message, mend, severity: 'warning' }];
  }
}
