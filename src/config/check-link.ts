import type { ServerSettings } from './configuration.js';
import { certificatesFault, secretFault } from './file-faults.js';
import type { Problem } from './problem.js';
import type { SettingsFile } from './settings-reader.js';
import { valueAt } from './tree.js';

/** Whether the files of `link` can be used. If not it is an error: no server could be linked, and nobody would know why. */
export async function checkLink({ link }: ServerSettings, written: SettingsFile): Promise<Problem[]> {
  const faults = [
    {
      key: 'secretFile',
      fault: await secretFault(link.secretFile),
      mend: 'write the secret that all linked servers share into it',
    },
    { key: 'caFile', fault: await certificatesFault(link.caFile), mend: "name a file with certificates (PEM), or ''" },
  ] as const;
  return faults.flatMap(({ key, fault, mend }): Problem[] => {
    if (fault === undefined) return [];
    const path = ['link', key];
    const isHere = valueAt(written.tree, path) !== undefined;
    const place = isHere
      ? { file: written.file, ...written.text?.placeOf(path, 'value') }
      : { file: `--set link.${key}` };
    return [{ ...place, key: `link.${key}`, message: `${link[key]} ${fault}`, mend, severity: 'error' }];
  });
}
