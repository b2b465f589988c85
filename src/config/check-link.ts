import { readFile } from 'node:fs/promises';
import { secureContext } from '../net/tls-certificates.js';
import type { ServerSettings } from './configuration.js';
import { certificatesFault, secretFault } from './file-faults.js';
import type { Problem } from './problem.js';
import type { SettingsFile } from './settings-reader.js';
import { valueAt } from './tree.js';

const MEND = 'name files (PEM) with a certificate of this server, its key, and the authority of the other servers';

/** What is wrong with the key of a certificate; undefined for nothing, and for no key. */
async function keyFault(certFile: string, keyFile: string): Promise<string | undefined> {
  if (keyFile === '') return certFile === '' ? undefined : 'is missing, and link.certFile names a certificate';
  try {
    const [certificate, key] = await Promise.all([certFile, keyFile].map((path) => readFile(path, 'utf8')));
    secureContext({ certificate: certificate!, key: key! });
    return undefined;
  } catch (error) {
    return `cannot be used: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`;
  }
}

/** Whether the files of `link` can be used. If not it is an error: no server could be linked, and nobody would know why. */
export async function checkLink({ link }: ServerSettings, written: SettingsFile): Promise<Problem[]> {
  const wantsIdentity = link.listen.some((address) => !address.startsWith('unix:'));
  const needed = async (path: string, fault: Promise<string | undefined>): Promise<string | undefined> =>
    path === '' && wantsIdentity ? 'is missing, and link.listen has a port' : fault;
  const faults = [
    {
      key: 'secretFile',
      fault: await secretFault(link.secretFile),
      mend: 'write the secret that all linked servers share into it',
    },
    {
      key: 'caFile',
      fault: await needed(link.caFile, certificatesFault(link.caFile)),
      mend: wantsIdentity ? MEND : "name a file with certificates (PEM), or ''",
    },
    { key: 'certFile', fault: await needed(link.certFile, certificatesFault(link.certFile)), mend: MEND },
    { key: 'keyFile', fault: await needed(link.keyFile, keyFault(link.certFile, link.keyFile)), mend: MEND },
  ] as const;
  return faults.flatMap(({ key, fault, mend }): Problem[] => {
    if (fault === undefined) return [];
    const path = ['link', key];
    const isHere = valueAt(written.tree, path) !== undefined;
    const place = isHere
      ? { file: written.file, ...written.text?.placeOf(path, 'value') }
      : { file: `--set link.${key}` };
    const message = `${link[key] === '' ? 'it' : link[key]} ${fault}`;
    return [{ ...place, key: `link.${key}`, message, mend, severity: 'error' }];
  });
}
