import { OutgoingAddresses } from '../net/outgoing-addresses.js';
import type { ApplicationSettings } from './configuration.js';
import { certificatesFault, secretFault } from './file-faults.js';
import type { Problem } from './problem.js';
import type { SettingsFile } from './settings-reader.js';
import { dottedKey, valueAt } from './tree.js';

type HookSettings = ApplicationSettings['hooks'][number];
type Fault = Pick<Problem, 'message' | 'mend'> & { readonly key: keyof HookSettings };

/**
 * Whether the webhooks of `settings` can work. One that cannot is an error: with it nobody could publish, or
 * everybody.
 *
 * @param written where they may be written; else they come from the command line
 * @param inherited settings whose webhooks have been looked at
 */
export async function checkHooks(
  settings: ApplicationSettings,
  written: SettingsFile,
  inherited?: ApplicationSettings,
): Promise<Problem[]> {
  const isHere = valueAt(written.tree, ['hooks']) !== undefined;
  if (inherited !== undefined && !isHere) return [];
  const problems = settings.hooks.map(async (hook, index) => {
    const faults = await faultsOf(hook);
    return faults.map(({ key, message, mend }): Problem => {
      const path = ['hooks', index, key];
      const place = isHere
        ? { file: written.file, ...written.text?.placeOf(path, 'value') }
        : { file: '--set application.hooks' };
      return { ...place, key: dottedKey(path), message, mend, severity: 'error' };
    });
  });
  return (await Promise.all(problems)).flat();
}

async function faultsOf({ url, secretFile, caFile }: HookSettings): Promise<Fault[]> {
  const faults: Fault[] = [];
  const { hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') {
    const mend = 'remove it, and let the server there check the signature (secretFile)';
    faults.push({ key: 'url', message: 'there is a user or a password in this address', mend });
  }
  const refusal = new OutgoingAddresses([]).refusesHost(hostname);
  if (refusal !== undefined) faults.push({ key: 'url', message: refusal, mend: 'name another host' });
  const secret = await secretFault(secretFile);
  if (secret !== undefined) {
    const mend = 'write a secret into it, for example with: openssl rand -hex 32';
    faults.push({ key: 'secretFile', message: `${secretFile} ${secret}`, mend });
  }
  const certificates = await certificatesFault(caFile);
  if (certificates !== undefined) {
    const mend = "name a file with certificates (PEM), or '' for the usual ones";
    faults.push({ key: 'caFile', message: `${caFile} ${certificates}`, mend });
  }
  return faults;
}
