import type { ApplicationSettings } from './configuration.js';
import type { Problem } from './problem.js';
import type { SettingsFile } from './settings-reader.js';
import { valueAt } from './tree.js';

/**
 * Whether streams that `settings` send on or take can be those of the application: one in remote mode has none here.
 * It is an error, because nobody would notice that nothing is sent.
 *
 * @param written where they may be written; else they come from the command line
 * @param inherited settings that have been looked at
 */
export function checkRestream(
  settings: ApplicationSettings,
  written: SettingsFile,
  inherited?: ApplicationSettings,
): Problem[] {
  const isHere = (key: string): boolean => valueAt(written.tree, [key]) !== undefined;
  if (inherited !== undefined && !isHere('restream') && !isHere('proxy')) return [];
  const { proxy, restream } = settings;
  if (proxy.mode !== 'remote') return [];
  return (['targets', 'sources'] as const).flatMap((kind): Problem[] => {
    if (restream[kind].length === 0) return [];
    const path = isHere('restream') ? ['restream', kind] : ['proxy', 'mode'];
    const place = isHere(path[0]!)
      ? { file: written.file, ...written.text?.placeOf(path, 'key') }
      : { file: `--set application.${path.join('.')}` };
    const message = 'proxy.mode is remote: the streams are on the origin, so none is sent on or taken here';
    const mend = "write it in the origin's application.yaml";
    return [{ ...place, key: `restream.${kind}`, message, mend, severity: 'error' }];
  });
}
